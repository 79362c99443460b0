//! Rebuilds when a template or a file of the sample is added, since they are part of the program,
//! and names the program by what it is built from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=data");
    println!("cargo:rerun-if-changed=build.rs");
    let mut sources = vec![PathBuf::from("Cargo.lock")];
    add_files(Path::new("src"), &mut sources);
    add_files(Path::new("data/che-do"), &mut sources);
    sources.sort();
    let mut hash = Sha256::new();
    for path in &sources {
        println!("cargo:rerun-if-changed={}", path.display());
        let bytes = fs::read(path).expect("a file of the program can be read");
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=data/che-do");
    let hash = hash.finalize();
    let digits = hash.iter().take(6).map(|byte| format!("{byte:02x}"));
    let build: String = digits.collect();
    println!("cargo:rustc-env=BAOCAO_BUILD={build}");
    println!("cargo:rustc-env=BAOCAO_BUILT_BY={}", built_by());
}

/// The compiler and the machine that it builds for: another may lay pages out otherwise.
fn built_by() -> String {
    let value = |name: &str| std::env::var_os(name).unwrap_or_default();
    let version = Command::new(value("RUSTC")).arg("--version").output();
    let version = version.map_or_else(|_| Vec::new(), |output| output.stdout);
    let version = String::from_utf8_lossy(&version).trim().to_owned();
    format!("{version} {}", value("TARGET").display())
}

fn add_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the program can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            add_files(&path, all);
        } else {
            all.push(path);
        }
    }
}
