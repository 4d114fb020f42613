//! What a reply costs the processor: judging it in all tasks, and what has to be ready before.

#![expect(clippy::expect_used, reason = "a measurement that cannot be made should say so and stop")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BatchSize, Criterion};
use sparring::coach::drill::Bout;
use sparring::coach::recognise::Text;
use sparring::playbook::{Playbook, bundled, load};

/// A reply of 120 characters and what the buyer said before it.
struct Case {
    language: &'static str,
    said: &'static str,
    before: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        language: "zh",
        said: "我理解您的顾虑，换作是我，上一家供应商把系统切换做砸了，我也会格外谨慎。您主要担心的是旺季上线期间门店停摆、没人负责，我理解得对吗？我们去年给三家同行做过，六周上线，停机只有两个小时；我亲自跟到底，周四上午十点先看一份切换方案，行吗？谢谢。",
        before: "上一家也这么说，结果旺季停了三天，没有一个人出来负责。",
    },
    Case {
        language: "en",
        said: "I hear you. So the fear is a standstill in the season? Three peers went live in six weeks. Shall we say Thursday at ten?",
        before: "The last vendor said so too, and then we stood still for three days in the season.",
    },
];

fn playbook(language: &str) -> Arc<Playbook> {
    let library = load(&bundled()).library;
    Arc::clone(library.exact_playbook(language).expect("shipped"))
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    for case in &CASES {
        assert_eq!(case.said.chars().count(), 120, "{}", case.language);
        let playbook = playbook(case.language);
        let recogniser = playbook.recogniser();
        assert_eq!(recogniser.tasks().count(), 8);
        criterion.bench_function(&format!("judge/{}", case.language), |b| {
            b.iter(|| recogniser.judge(&Text::new(black_box(case.said)), black_box(case.before)));
        });
        // The same in a drill: whether it is a trick is asked as well.
        let bout = Bout::begin(playbook.plan("timing-peak-season").expect("shipped"), 1);
        criterion.bench_function(&format!("hear/{}", case.language), |b| {
            b.iter(|| bout.hear(recogniser, black_box(case.said)));
        });
    }
    let mut slow = criterion.benchmark_group("playbooks");
    slow.sample_size(10);
    let files = bundled();
    slow.bench_function("load", |b| b.iter(|| load(black_box(&files))));
    slow.bench_function("learn", |b| {
        b.iter_batched(
            || playbook("en"),
            |fresh| {
                black_box(fresh.recogniser());
            },
            BatchSize::PerIteration,
        );
    });
    let folder = tempfile::tempdir().expect("a folder");
    let start = || {
        let library = load(black_box(&files)).library;
        library.remember_in(folder.path());
        for playbook in &library.playbooks {
            black_box(playbook.recogniser());
        }
    };
    start();
    slow.bench_function("load and take up what was learnt", |b| b.iter(start));
    slow.finish();
    criterion.final_summary();
}
