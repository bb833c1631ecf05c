//! Runs a plan over the shop, straight into the answer's bytes.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::access::{Access, Guard};
use super::cost::Meter;
use super::leaf::write_leaf;
use super::mutate::is_list;
use super::search::Warned;
use super::value::{Obj, Val};
use super::world::World;
use crate::demo::graphql::{Arguments, Field, FieldKind, Refusal, Writer};

/// What answers a field: a function over the object, or a member of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver {
    pub(crate) answer: Answer,
    pub(crate) guard: Option<Guard>,
}

/// How a field finds its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer {
    /// A function.
    By(Resolve),
    /// The member of the record that has the field's name.
    Member,
}

/// A function that answers one field of one kind of object.
pub(crate) type Resolve = for<'a> fn(&mut Run<'a>, &Obj<'a>, &'a Arguments) -> Val<'a>;

/// The fields of a plan.
pub(crate) type Fields = [Field<Resolver>];

/// A null is on its way up to the nearest field that may be null.
#[derive(Debug)]
pub(crate) struct Climbing;

/// One request while it runs.
pub(crate) struct Run<'a> {
    pub(crate) world: &'a World,
    pub(crate) access: &'a Access,
    pub(crate) now: DateTime<Utc>,
    pub(crate) arguments: &'a [Arguments],
    pub(crate) variables: &'a Map<String, Value>,
    /// The root field at work, for what is told about searches.
    pub(crate) root_field: String,
    pub(crate) errors: Vec<Refusal>,
    pub(crate) warned: Vec<Warned>,
    pub(crate) meter: Meter,
    /// Whether paged lists inside an object are left out, as in a bulk export's lines.
    pub(crate) flat: bool,
}

/// The way from the root to a field, kept on the stack and written down only for errors.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Name(&'p str),
    Place(usize),
}

impl<'p> Path<'p> {
    /// The way to the root.
    pub(crate) fn root() -> Self {
        Self { parent: None, step: Step::Root }
    }

    /// The way to a field from here.
    pub(crate) fn name(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Name(name) }
    }

    fn place(&'p self, place: usize) -> Self {
        Self { parent: Some(self), step: Step::Place(place) }
    }

    /// The way as an answer's error writes it.
    pub(crate) fn steps(&self) -> Vec<Value> {
        let mut steps = self.parent.map(Path::steps).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Name(name) => steps.push(name.into()),
            Step::Place(place) => steps.push(place.into()),
        }
        steps
    }
}

/// For fields that take none.
pub(crate) static NO_ARGUMENTS: std::sync::LazyLock<Arguments> =
    std::sync::LazyLock::new(Arguments::default);

impl<'a> Run<'a> {
    /// A request over the shop, with its arguments and variables.
    pub(crate) fn new(
        world: &'a World,
        access: &'a Access,
        now: DateTime<Utc>,
        given: (&'a [Arguments], &'a Map<String, Value>),
    ) -> Self {
        let (arguments, variables) = given;
        Self {
            world,
            access,
            now,
            arguments,
            variables,
            root_field: String::new(),
            errors: Vec::new(),
            warned: Vec::new(),
            meter: Meter::default(),
            flat: false,
        }
    }

    /// Writes an object with the fields asked for.
    pub(crate) fn object(
        &mut self,
        out: &mut Writer,
        object: &Obj<'a>,
        fields: &'a Fields,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        out.byte(b'{');
        let mut first = true;
        for field in fields {
            if !field.conditions.hold(self.variables) || (self.flat && is_list(field)) {
                continue;
            }
            out.key(field, first);
            first = false;
            let here = path.name(&field.answer_name);
            if matches!(path.step, Step::Root) {
                self.root_field.clone_from(&field.answer_name);
            }
            self.settled(out, object, field, &here)?;
        }
        out.byte(b'}');
        Ok(())
    }

    /// Writes a field, or null in its place when it failed and may be null.
    fn settled(
        &mut self,
        out: &mut Writer,
        object: &Obj<'a>,
        field: &'a Field<Resolver>,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        let mark = out.mark();
        match self.field(out, object, field, path) {
            Err(Climbing) if field.non_null => Err(Climbing),
            Err(Climbing) => {
                out.back_to(mark);
                out.raw("null");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn field(
        &mut self,
        out: &mut Writer,
        object: &Obj<'a>,
        field: &'a Field<Resolver>,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        let FieldKind::Resolver(resolver) = field.kind else {
            out.string(object.type_name());
            return Ok(());
        };
        if let Some(refusal) =
            resolver.guard.and_then(|guard| self.access.denial(guard, &field.name))
        {
            return self.fail(refusal, field, path);
        }
        if let (Answer::Member, Obj::Record(record)) = (resolver.answer, object) {
            return match record.members.iter().find(|(name, _)| *name == field.name) {
                Some((_, value)) => self.value(out, value, field, (path, field.non_null)),
                None => self.fail(unanswered(record.type_name, &field.name), field, path),
            };
        }
        let Answer::By(resolve) = resolver.answer else {
            return self.fail(unanswered(object.type_name(), &field.name), field, path);
        };
        let arguments =
            field.template.and_then(|place| self.arguments.get(place)).unwrap_or(&NO_ARGUMENTS);
        let value = resolve(self, object, arguments);
        self.value(out, &value, field, (path, field.non_null))
    }

    fn value(
        &mut self,
        out: &mut Writer,
        value: &Val<'a>,
        field: &'a Field<Resolver>,
        place: (&Path<'_>, bool),
    ) -> Result<(), Climbing> {
        let (path, non_null) = place;
        match value {
            Val::Null if non_null => {
                let text = format!("Cannot return null for non-nullable field {}", field.name);
                return self.fail(Refusal::new("INTERNAL_SERVER_ERROR", text), field, path);
            }
            Val::Fail(refusal) => return self.fail((**refusal).clone(), field, path),
            Val::Obj(object) => {
                let Some(selection) = &field.selection else {
                    return Ok(());
                };
                return self.metered(out, object, selection.fields(object.type_name()), path);
            }
            Val::List(items) => return self.list(out, items, field, path),
            leaf => write_leaf(out, leaf),
        }
        Ok(())
    }

    fn metered(
        &mut self,
        out: &mut Writer,
        object: &Obj<'a>,
        fields: &'a Fields,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        if let Obj::Connection(connection) = object {
            let before = self.meter.open();
            let outcome = self.object(out, object, fields, path);
            self.meter.close(before, connection.items.len());
            return outcome;
        }
        self.meter.object();
        self.object(out, object, fields, path)
    }

    fn list(
        &mut self,
        out: &mut Writer,
        items: &[Val<'a>],
        field: &'a Field<Resolver>,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        out.byte(b'[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                out.byte(b',');
            }
            let mark = out.mark();
            let here = path.place(place);
            match self.value(out, item, field, (&here, field.non_null_items)) {
                Err(Climbing) if field.non_null_items => return Err(Climbing),
                Err(Climbing) => {
                    out.back_to(mark);
                    out.raw("null");
                }
                Ok(()) => {}
            }
        }
        out.byte(b']');
        Ok(())
    }

    /// Notes an error at its place and lets the null climb.
    pub(crate) fn fail(
        &mut self,
        refusal: Refusal,
        field: &Field<Resolver>,
        path: &Path<'_>,
    ) -> Result<(), Climbing> {
        self.errors.push(refusal.at(field.location).on(path.steps()));
        Err(Climbing)
    }
}

fn unanswered(type_name: &str, field: &str) -> Refusal {
    Refusal::new("INTERNAL_SERVER_ERROR", format!("{type_name}.{field} has no answer"))
}

/// Keeps the type that resolvers share in one place.
pub(crate) fn shared<T>(value: T) -> Rc<T> {
    Rc::new(value)
}
