//! Cases by chance that are the same in every run, so that a test that is red is red for
//! everybody. With `BAOCAO_NGAU_NHIEN=1` in the environment they are others each time: that is
//! how new faults are looked for.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Who runs a property over so many cases.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("BAOCAO_NGAU_NHIEN").is_some() {
        return TestRunner::new(config);
    }
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, same)
}
