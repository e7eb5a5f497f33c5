//! What serde writes and what the document says are the same, name by name.

use crate::{document, samples};
use serde_json::Value;
use std::collections::BTreeSet;

/// Answers that only the server knows.
const OF_THE_SERVER: [&str; 5] = ["Jwks", "Okay", "Status", "Success", "SuccessMessage"];

fn names(object: &Value) -> BTreeSet<&str> {
    object.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[tokio::test]
async fn every_property_is_written_and_documented() {
    let document = document().await;
    let schemas = &document["components"]["schemas"];
    for sample in samples::all() {
        let schema = &schemas[sample.name];
        assert_eq!(names(&sample.full), names(&schema["properties"]), "properties of {}", sample.name);
        let (bare, required) = (names(&sample.bare), texts(&schema["required"]));
        assert!(required.is_subset(&bare), "{}: required {required:?}, but {bare:?} may be all", sample.name);
        for (field, value) in sample.bare.as_object().unwrap() {
            let property = &schema["properties"][field];
            let is_any = property.get("type").is_none()
                && property.get("$ref").is_none()
                && property.get("allOf").is_none();
            let is_nullable = property["nullable"] == true || is_any;
            assert!(!value.is_null() || is_nullable, "{}.{field} may be null: {property}", sample.name);
        }
    }
}

#[tokio::test]
async fn every_event_is_told_apart_by_its_type() {
    let document = document().await;
    let schemas = &document["components"]["schemas"];
    let mapping = &schemas["ChatEvent"]["discriminator"]["mapping"];
    assert_eq!(schemas["ChatEvent"]["discriminator"]["propertyName"], "type");
    let mut seen = BTreeSet::new();
    for event in samples::events() {
        let written = serde_json::to_value(&event).unwrap();
        let kind = written["type"].as_str().unwrap().to_owned();
        let schema =
            by_reference(schemas, mapping[&kind].as_str().unwrap_or_else(|| panic!("no mapping for {kind}")));
        let mut properties = BTreeSet::new();
        for part in schema["allOf"].as_array().expect("the type and the event") {
            let part = part["$ref"].as_str().map_or(part, |reference| by_reference(schemas, reference));
            properties.extend(names(&part["properties"]));
        }
        assert_eq!(names(&written), properties, "{kind}");
        seen.insert(kind);
    }
    let documented: BTreeSet<String> = names(mapping).into_iter().map(str::to_owned).collect();
    assert_eq!(seen, documented);
}

#[tokio::test]
async fn every_value_of_an_enum_is_written_and_documented() {
    let document = document().await;
    for (name, values) in samples::enums() {
        let schema = &document["components"]["schemas"][name];
        assert_eq!(texts(&values), texts(&schema["enum"]), "{name}");
    }
}

#[tokio::test]
async fn no_documented_type_is_left_out_here() {
    let document = document().await;
    let mut known: BTreeSet<&str> = OF_THE_SERVER.into();
    let samples = samples::all();
    known.extend(samples.iter().map(|sample| sample.name));
    let enums = samples::enums();
    known.extend(enums.iter().map(|(name, _)| *name));
    let events = ["Started", "TextDelta", "ToolStarted", "ToolFinished", "Confirm", "Done", "StreamError"];
    known.extend(events);
    for name in names(&document["components"]["schemas"]) {
        let is_event = name.starts_with("ChatEvent");
        // Each of what it may be is known by itself.
        let is_choice = document["components"]["schemas"][name]["oneOf"].is_array();
        assert!(
            is_event || is_choice || known.contains(name),
            "{name} is documented and has no sample in samples.rs"
        );
    }
}

fn by_reference<'s>(schemas: &'s Value, reference: &str) -> &'s Value {
    let name = reference.strip_prefix("#/components/schemas/").unwrap();
    schemas.get(name).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}
