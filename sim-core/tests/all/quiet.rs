//! The quiet world of the CAP lesson, row by row, up to the stale read.

use expect_test::expect;
use sim_core::run::Recipe;
use sim_core::time::Time;

use crate::bench::{lines, quiet};

#[test]
fn the_cut_of_the_first_lesson_up_to_three_seconds() {
    let recipe = Recipe::idle(quiet()).with(lines("at 2s cut a-c b-c"));
    let text = recipe.play(Some(Time::secs(3))).unwrap().text();
    expect![[r#"
           0.000000  up       b
           0.000000  shows    b
           0.000000  up       c
           0.000000  shows    c
           0.000000  up       cy
           0.000000  shows    cy
           0.000000  up       bo
           0.000000  shows    bo
           0.000000  up       ann
           0.000000  shows    ann
           0.000000  up       a
           0.000000  shows    a
           0.500000  act      ask ann write balance next
           0.500000  call     ann          write balance 101
           0.500000  send     ann -> a     write balance 101        ~4ed4ffdd
           0.500000  arrive   ann -> a     write balance 101        ~4ed4ffdd
           0.500000  shows    a            balance 101
           0.500000  send     a -> b       copy balance 101         ~213215fb
           0.500000  send     a -> c       copy balance 101         ~8c6cd549
           0.500000  send     a -> ann     write balance            ~ed983fc4
           0.500000  arrive   a -> ann     write balance            ~ed983fc4
           0.500000  return   ann          write balance 101 = ok
           0.569784  arrive   a -> b       copy balance 101         ~213215fb
           0.569784  shows    b            balance 101
           0.580149  arrive   a -> c       copy balance 101         ~8c6cd549
           0.580149  shows    c            balance 101
           1.000000  timer    c
           1.000000  send     c -> a       sync balance 101         ~31cbd90d
           1.000000  send     c -> b       sync balance 101         ~95f2dbcf
           1.000000  timer    a
           1.000000  send     a -> b       sync balance 101         ~25996d4b
           1.000000  send     a -> c       sync balance 101         ~43874d13
           1.000000  timer    b
           1.000000  send     b -> a       sync balance 101         ~cb8d59dc
           1.000000  send     b -> c       sync balance 101         ~a079b625
           1.095317  arrive   c -> b       sync balance 101         ~95f2dbcf
           1.098986  arrive   a -> c       sync balance 101         ~43874d13
           1.100066  arrive   b -> c       sync balance 101         ~a079b625
           1.121035  arrive   b -> a       sync balance 101         ~cb8d59dc
           1.127343  arrive   c -> a       sync balance 101         ~31cbd90d
           1.148248  arrive   a -> b       sync balance 101         ~25996d4b
           1.300000  act      ask cy read balance
           1.300000  call     cy           read balance
           1.300000  send     cy -> c      read balance             ~45ef8563
           1.300000  arrive   cy -> c      read balance             ~45ef8563
           1.300000  send     c -> cy      read balance 101         ~8194ea9e
           1.300000  arrive   c -> cy      read balance 101         ~8194ea9e
           1.300000  return   cy           read balance = ok 101
           2.000000  act      cut a-c b-c
           2.000000  timer    a
           2.000000  send     a -> b       sync balance 101         ~08d39e2f
           2.000000  send     a -> c       sync balance 101         ~266af7b4
           2.000000  timer    b
           2.000000  send     b -> a       sync balance 101         ~c00822d2
           2.000000  send     b -> c       sync balance 101         ~b7651f19
           2.000000  timer    c
           2.000000  send     c -> a       sync balance 101         ~e98cd001
           2.000000  send     c -> b       sync balance 101         ~28d08294
           2.053912  lost     c -> a       sync balance 101         ~e98cd001 (cut)
           2.055608  lost     b -> c       sync balance 101         ~b7651f19 (cut)
           2.056962  lost     c -> b       sync balance 101         ~28d08294 (cut)
           2.068888  lost     a -> c       sync balance 101         ~266af7b4 (cut)
           2.100000  act      ask ann write balance next
           2.100000  call     ann          write balance 102
           2.100000  send     ann -> a     write balance 102        ~a7007a2f
           2.100000  arrive   ann -> a     write balance 102        ~a7007a2f
           2.100000  shows    a            balance 102
           2.100000  send     a -> b       copy balance 102         ~09d4a2a6
           2.100000  send     a -> c       copy balance 102         ~ed810de1
           2.100000  send     a -> ann     write balance            ~db658599
           2.100000  arrive   a -> ann     write balance            ~db658599
           2.100000  return   ann          write balance 102 = ok
           2.100686  arrive   a -> b       sync balance 101         ~08d39e2f
           2.122065  arrive   b -> a       sync balance 101         ~c00822d2
           2.141588  lost     a -> c       copy balance 102         ~ed810de1 (cut)
           2.150264  arrive   a -> b       copy balance 102         ~09d4a2a6
           2.150264  shows    b            balance 102
           2.900000  act      ask cy read balance
           2.900000  call     cy           read balance
           2.900000  send     cy -> c      read balance             ~973cc1ca
           2.900000  arrive   cy -> c      read balance             ~973cc1ca
           2.900000  send     c -> cy      read balance 101         ~4b636172
           2.900000  arrive   c -> cy      read balance 101         ~4b636172
           2.900000  return   cy           read balance = ok 101
           3.000000  timer    a
           3.000000  send     a -> b       sync balance 102         ~270f66af
           3.000000  send     a -> c       sync balance 102         ~9e8c1daf
           3.000000  timer    b
           3.000000  send     b -> a       sync balance 102         ~6a82f7de
           3.000000  send     b -> c       sync balance 102         ~ac9ab9c7
           3.000000  timer    c
           3.000000  send     c -> a       sync balance 101         ~9a690d28
           3.000000  send     c -> b       sync balance 101         ~7f22e4c9
    "#]]
    .assert_eq(&text.lines().map(|l| l.trim_start().to_string() + "\n").collect::<String>());
}
