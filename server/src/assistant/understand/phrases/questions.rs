//! Questions about the list.

use super::super::types::Intent::{self, *};

/// In the order in which they are tried.
pub(crate) const QUESTIONS: &[(Intent, &str)] = &[
    (Count, "how many $filter"),
    (Count, "how much (do) (i|we) (have) left|remaining (to) (do|finish|complete)"),
    (Count, "count|number (of) $filter"),
    (Count, "what is|whats the number of $filter"),
    (
        List,
        "search|look|find (through|in) (my|the) tasks|list|todos (about|for|with|named|called|containing|mentioning) $words",
    ),
    (
        List,
        "search|find|look (for) (a|the|all|my) task|tasks|todo|todos (about|for|with|called|named|containing) $words",
    ),
    (List, "@show (me|us|back|out|over|through|to|up) (to|me|if) (me) $filter"),
    (List, "go (over|through) $filter"),
    (List, "let me|us see|know|hear $filter"),
    (List, "remind me (of|about) what|which|whats $filter"),
    (
        List,
        "what|whats (all) do|am|will i|we (still) (have|got|need|supposed|doing) (to) (going|planned|scheduled|coming) (on|up|be) (do|doing) $agenda",
    ),
    (List, "what|whats (is) on|planned|scheduled|up for $agenda"),
    (List, "what|whats|which $filter"),
    (List, "do|did|have|has i|we (have) $filter"),
    (List, "do|did i|we have|add|put $member"),
    (List, "is|are there (any|anything) $filter"),
    (List, "is|are|will|was $member"),
    (List, "any|anything|all|everything $filter"),
    (List, "i|we want|need|would|wish (like) to see|know|hear|view $filter"),
    (List, "$agenda"),
];
