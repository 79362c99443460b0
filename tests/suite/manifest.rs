//! What a manifest says: documents of all kinds with their files, and what an earlier version
//! wrote.

use std::fs;

use serde_json::{Map, Value, json};

use crate::folder::{Folder, Said};

const MANIFEST: &str = "out/manifest.json";

fn manifest(folder: &Folder) -> Value {
    let text = fs::read(folder.path(MANIFEST)).expect("it is there");
    serde_json::from_slice(&text).expect("it is JSON")
}

fn run(folder: &Folder, code: i32, command: &str) -> Said {
    let said = folder.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(said.code, Some(code), "{command}: {said:?}");
    said
}

/// A manifest as version 1 had it: a report was one file, and known by its path.
fn as_version_1(mut manifest: Value) -> Value {
    let outputs = manifest["outputs"].as_object_mut().expect("a map");
    let outputs = std::mem::take(outputs);
    let outputs: Map<_, _> = outputs
        .into_iter()
        .map(|(name, mut output)| {
            let output_keys = output.as_object_mut().expect("a map");
            output_keys.remove("kind");
            output_keys.remove("prints");
            if let Some(mut files) = output_keys.remove("files") {
                output_keys.insert("file".to_owned(), files["pdf"].take());
            }
            (format!("{name}.pdf"), output)
        })
        .collect();
    manifest["outputs"] = outputs.into();
    manifest["version"] = json!(1);
    manifest
}

/// A manifest without what the pages of reports said.
fn without_prints(mut manifest: Value) -> Value {
    let outputs = manifest["outputs"].as_object_mut().expect("a map");
    for output in outputs.values_mut() {
        output.as_object_mut().expect("a map").remove("prints");
    }
    manifest
}

#[test]
fn a_manifest_of_version_1_is_read_and_written_anew() {
    let folder = Folder::other_regime();
    run(&folder, 0, "build --all");
    let today = manifest(&folder);
    let earlier = as_version_1(today.clone());
    assert_ne!(earlier, today);
    let write = |value: &Value| {
        fs::write(folder.path(MANIFEST), value.to_string()).expect("it can be written");
    };
    write(&earlier);
    let said = run(&folder, 0, "verify out");
    assert_eq!(said.stdout, "4/4 báo cáo đúng như bảng kê\n");
    assert_eq!(manifest(&folder), earlier);
    // What was made by then is known, and nothing is made again.
    let said = run(&folder, 0, "build --all");
    assert!(
        said.stdout.contains("4/4 báo cáo, 4 không có gì thay đổi"),
        "{said:?}"
    );
    // What the pages said that were made by then, nobody has noted.
    assert_eq!(manifest(&folder), without_prints(today.clone()));
    // A part of that version is put together like one of today.
    for part in 1..=2 {
        let command = format!("build --all --shard {part}/2 --out p{part}");
        run(&folder, 0, &command);
        let path = folder.path(&format!("p{part}/manifest.json"));
        let text = fs::read(&path).expect("it is there");
        let earlier = as_version_1(serde_json::from_slice(&text).expect("it is JSON"));
        fs::write(path, earlier.to_string()).expect("it can be written");
    }
    let said = run(&folder, 0, "merge p1 p2 --out chung");
    assert_eq!(said.stdout, "đã ghép 2 phần vào chung: 4 báo cáo\n");
}

#[test]
fn a_letter_is_in_the_manifest_and_stays_there_whatever_is_built() {
    let folder = Folder::city();
    let letter = "2021-q1/don-doc-so-noi-vu";
    let remind = "status 2021-q1 --date 2021-03-07 --remind";
    run(&folder, 6, remind);
    let written = manifest(&folder)["outputs"][letter].clone();
    assert_eq!(
        (&written["kind"], &written["agency"], &written["state"]),
        (&json!("reminder"), &json!("so-noi-vu"), &json!("published"))
    );
    assert!(
        written["inputs"]["2021/q1/so-den.yaml"].is_string(),
        "{written}"
    );
    for command in [
        "build 2021-q1 --agency so-tu-phap",
        "build 2021-6t --agency so-tu-phap --shard 1/1",
    ] {
        run(&folder, 0, command);
        assert_eq!(manifest(&folder)["outputs"][letter], written, "{command}");
    }
    let verified = || {
        let said = folder.run(&["verify", "out"]);
        let count = said.stdout.lines().last().map(str::to_owned);
        (said.code, count.unwrap_or_default(), said.stderr)
    };
    let count = |n| format!("{n}/1 công văn đôn đốc đúng như bảng kê");
    assert_eq!(verified(), (Some(0), count(1), String::new()));
    // What goes out by hand has a number and a signature; that is no fault.
    let path = folder.path(&format!("out/{letter}.pdf"));
    let made = fs::read(&path).expect("it is there");
    fs::write(&path, [made.as_slice(), b"SIGNED"].concat()).expect("it can be written");
    assert_eq!(verified(), (Some(0), count(1), String::new()));
    fs::write(&path, &made[..made.len() / 2]).expect("it can be written");
    let (code, line, told) = verified();
    assert_eq!((code, line), (Some(0), count(0)));
    assert!(told.contains("cảnh báo[output/altered]"), "{told}");
    fs::remove_file(&path).expect("it is there");
    let (code, line, told) = verified();
    assert_eq!((code, line), (Some(0), count(0)));
    assert!(
        told.contains("cảnh báo[output/vanished]") && told.contains("`baocao status --remind`"),
        "{told}"
    );
    run(&folder, 6, remind);
    assert_eq!(fs::read(&path).expect("it is there"), made);
    assert_eq!(manifest(&folder)["outputs"][letter], written);
}

#[test]
fn letters_beside_parts_are_put_together_with_them() {
    let folder = Folder::city();
    for part in 1..=2 {
        let command = format!("build 2021-q1 --shard {part}/2 --out p{part} --agency so-tu-phap");
        run(&folder, 0, &command);
        let command = format!("status 2021-q1 --date 2021-03-07 --remind --out p{part}");
        run(&folder, 6, &command);
    }
    run(&folder, 0, "merge p1 p2");
    let letter = "2021-q1/don-doc-so-noi-vu.pdf";
    let made = fs::read(folder.path(&format!("p1/{letter}"))).expect("it is there");
    let out = folder.path(&format!("out/{letter}"));
    assert!(fs::read(&out).expect("it is there") == made);
    let said = run(&folder, 0, "verify out");
    let both = "1/1 báo cáo đúng như bảng kê\n1/1 công văn đôn đốc đúng như bảng kê\n";
    assert!(said.stdout.ends_with(both), "{said:?}");
    let known = manifest(&folder)["outputs"]["2021-q1/don-doc-so-noi-vu"].clone();
    // One that was signed there, or written again for another day, is not written over.
    run(&folder, 6, "status 2021-q1 --date 2021-03-08 --remind");
    let later = fs::read(&out).expect("it is there");
    assert!(later != made);
    let signed = [later.as_slice(), b"SIGNED"].concat();
    for bytes in [later, signed] {
        fs::write(&out, &bytes).expect("it can be written");
        let before = manifest(&folder)["outputs"].clone();
        let said = run(&folder, 0, "merge p1 p2");
        assert!(
            said.stderr.contains("không ghép được vì ở nơi ghép"),
            "{said:?}"
        );
        assert!(fs::read(&out).expect("it is there") == bytes);
        assert_eq!(manifest(&folder)["outputs"], before);
        assert_ne!(before["2021-q1/don-doc-so-noi-vu"], known);
    }
    // Nor is one taken that was signed in its part; one that was filed elsewhere is not missed.
    let signed = [made.as_slice(), b"SIGNED"].concat();
    fs::write(folder.path(&format!("p1/{letter}")), signed).expect("it can be written");
    fs::remove_file(folder.path(&format!("p2/{letter}"))).expect("it is there");
    let said = run(&folder, 0, "merge p1 p2 --out chung");
    assert!(
        said.stderr.contains("đã được đánh số, ký hoặc sửa"),
        "{said:?}"
    );
    assert!(!folder.path(&format!("chung/{letter}")).exists());
    let said = run(&folder, 0, "verify chung");
    assert_eq!(said.stdout, "1/1 báo cáo đúng như bảng kê\n");
}
