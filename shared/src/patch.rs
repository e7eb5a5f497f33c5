//! A field of a change request: absent, null and a value are three different wishes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a change request asks of one field.
///
/// Fields of this type need `#[serde(default, skip_serializing_if = "Patch::is_keep")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field was not in the request: leave it as it is.
    #[default]
    Keep,
    /// The field was null: empty it.
    Clear,
    /// The field had a value: store it.
    Set(T),
}

impl<T> Patch<T> {
    /// True when the request did not mention the field.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The value to store, if the request gave one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

/// Reads a field that may be left out but not be null.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

#[cfg(feature = "openapi")]
mod schema {
    use super::Patch;
    use poem_openapi::registry::{MetaSchemaRef, Registry};
    use poem_openapi::types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type};
    use serde_json::Value;
    use std::borrow::Cow;

    impl<T: Type> Type for Patch<T> {
        const IS_REQUIRED: bool = false;
        type RawValueType = T::RawValueType;
        type RawElementValueType = T::RawElementValueType;

        fn name() -> Cow<'static, str> {
            T::name()
        }

        fn schema_ref() -> MetaSchemaRef {
            T::schema_ref()
        }

        fn register(registry: &mut Registry) {
            T::register(registry);
        }

        fn as_raw_value(&self) -> Option<&Self::RawValueType> {
            self.value().and_then(T::as_raw_value)
        }

        fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self::RawElementValueType> + 'a> {
            match self.value() {
                Some(value) => value.raw_element_iter(),
                None => Box::new(std::iter::empty()),
            }
        }
    }

    impl<T: ParseFromJSON> ParseFromJSON for Patch<T> {
        fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
            match value {
                None => Ok(Self::Keep),
                Some(Value::Null) => Ok(Self::Clear),
                Some(value) => T::parse_from_json(Some(value)).map(Self::Set).map_err(ParseError::propagate),
            }
        }
    }

    impl<T: ToJSON> ToJSON for Patch<T> {
        fn to_json(&self) -> Option<Value> {
            match self {
                Self::Keep => None,
                Self::Clear => Some(Value::Null),
                Self::Set(value) => value.to_json(),
            }
        }
    }
}
