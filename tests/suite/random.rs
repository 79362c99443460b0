//! Cases by chance that are the same in every run, so that a test that is red is red for
//! everybody. With `BAOCAO_NGAU_NHIEN=1` in the environment they are others each time: that is
//! how new faults are looked for; with `BAOCAO_SO_LAN=10` there are ten times as many.

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Who runs a property over so many cases.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let times = std::env::var_os("BAOCAO_SO_LAN");
    let times = times.and_then(|times| times.to_str()?.parse().ok());
    let config = Config {
        cases: cases * times.unwrap_or(1_u32),
        failure_persistence: None,
        ..Config::default()
    };
    if std::env::var_os("BAOCAO_NGAU_NHIEN").is_some() {
        return TestRunner::new(config);
    }
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, same)
}
