//! How well orders of one person are found.

use std::collections::BTreeMap;

/// What came of one question.
pub struct Asked {
    pub class: &'static str,
    /// Orders of the same person that there are.
    pub there: usize,
    /// Score of each candidate, and whether it is right.
    pub found: Vec<(f64, bool)>,
}

/// Sums over questions.
#[derive(Default, Clone, Copy)]
struct Sum {
    asked: usize,
    hit: usize,
    first: usize,
    recall: f64,
    good: usize,
    said: usize,
    there: usize,
}

/// Prints hit@20, recall@20, first answer, pair F1, by class and in all, and the calibration.
pub fn report(asked: &mut [Asked], threshold: f64) {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut bins = [(0_usize, 0_usize, 0.0_f64); 10];
    for one in asked.iter_mut().filter(|one| one.there > 0) {
        one.found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let top = one.found.iter().take(20).filter(|(_, right)| *right).count();
        for name in [one.class, "all"] {
            let sum = sums.entry(name).or_default();
            sum.asked += 1;
            sum.hit += usize::from(top > 0);
            sum.first += usize::from(one.found.first().is_some_and(|(_, right)| *right));
            sum.recall += top as f64 / one.there.min(20) as f64;
            sum.there += one.there;
            let said = one.found.iter().filter(|(score, _)| *score >= threshold);
            sum.said += said.clone().count();
            sum.good += said.filter(|(_, right)| *right).count();
        }
        for (score, right) in &one.found {
            let bin = &mut bins[((score * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += usize::from(*right);
            bin.2 += score;
        }
    }
    println!(
        "{:<18} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "class", "asked", "hit@20", "recall", "first", "prec", "rec", "F1"
    );
    for (name, sum) in &sums {
        let of = |n: usize| n as f64 / sum.asked as f64;
        let precision = sum.good as f64 / sum.said.max(1) as f64;
        let recall = sum.good as f64 / sum.there.max(1) as f64;
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!(
            "{name:<18} {:>6} {:>7.4} {:>7.4} {:>7.4} {:>7.4} {:>7.4} {:>7.4}",
            sum.asked,
            of(sum.hit),
            sum.recall / sum.asked as f64,
            of(sum.first),
            precision,
            recall,
            f1
        );
    }
    println!("score: said, true");
    for (at, (count, right, score)) in bins.iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
        println!(
            "{:.1}-{:.1} {count:>9}  {:.3} {:.3}",
            at as f64 / 10.0,
            (at + 1) as f64 / 10.0,
            score / *count as f64,
            *right as f64 / *count as f64
        );
    }
}
