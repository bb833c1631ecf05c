//! One request in, one answer out: parse, price, run, write.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::access::Access;
use super::bind::bind;
use super::closing::{Ran, finished, too_dear, write_cost};
use super::cost::{self, Bucket, Throttle};
use super::mutate::{self, Ask};
use super::run::{Climbing, Path, Resolver, Run};
use super::value::Obj;
use super::versions;
use super::world::{Entry, World};
use crate::demo::graphql::{
    self, Arguments, Document, Edition, Field, FieldKind, Operation, OperationKind, Refusal,
    Selection, Writer,
};

/// How many documents are kept parsed.
const DOCUMENTS: usize = 512;

type Parsed = Arc<Result<Document<Resolver>, Vec<Refusal>>>;

/// The embedded store behind its HTTP door.
pub(crate) struct Engine {
    pub(crate) world: World,
    pub(crate) access: Access,
    bucket: Bucket,
    documents: HashMap<(Edition, String), Parsed>,
}

/// One request as it came.
pub(crate) struct Request<'r> {
    pub(crate) query: &'r str,
    pub(crate) operation: Option<&'r str>,
    pub(crate) variables: &'r Map<String, Value>,
    pub(crate) version: &'static str,
    pub(crate) now: DateTime<Utc>,
}

/// What a request is about, for telling apart which fault it meets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// The operation's name.
    pub(crate) operation: Option<String>,
    /// The root fields.
    pub(crate) fields: Vec<String>,
    pub(crate) is_mutation: bool,
    /// Idempotency keys of its fields.
    pub(crate) keys: Vec<String>,
}

/// What had fallen due.
pub(crate) struct Settled {
    /// What must be on disk.
    pub(crate) entry: Option<Entry>,
    /// The lines of finished exports, by their id.
    pub(crate) files: Vec<(u64, Vec<u8>)>,
}

/// The answer's body.
pub(crate) struct Answered {
    pub(crate) body: Vec<u8>,
    /// What must be on disk before the answer goes out.
    pub(crate) entry: Option<Entry>,
}

impl Engine {
    /// A store that answers for a shop.
    pub(crate) fn new(world: World, throttle: Throttle, now: DateTime<Utc>) -> Self {
        Self {
            world,
            access: Access::default(),
            bucket: Bucket::new(throttle, now),
            documents: HashMap::new(),
        }
    }

    /// Does what has fallen due: cancellations, refunds, exports.
    pub(crate) fn settle(&mut self, now: DateTime<Utc>) -> Settled {
        mutate::settle_jobs(&mut self.world, now);
        mutate::settle_refunds(&mut self.world, now);
        let files = mutate::finish_bulks(&mut self.world, &self.access, now);
        Settled { entry: self.world.take_entry(), files }
    }

    /// Changes how fast requests may come, beginning with a full bucket.
    pub(crate) fn throttle(&mut self, throttle: Throttle, now: DateTime<Utc>) {
        self.bucket = Bucket::new(throttle, now);
    }

    /// What a request is about; nothing is known of a document that is wrong.
    pub(crate) fn about(&mut self, request: &Request<'_>) -> About {
        let parsed = self.parsed(request);
        let Ok(document) = parsed.as_ref() else {
            return About::default();
        };
        let Ok(operation) = document.operation(request.operation) else {
            return About::default();
        };
        let keys = operation.root.iter().filter_map(|field| key(field, request.variables));
        About {
            operation: operation.name.clone(),
            fields: operation.root.iter().map(|field| field.name.clone()).collect(),
            is_mutation: operation.kind == OperationKind::Mutation,
            keys: keys.collect(),
        }
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, request: &Request<'_>) -> Answered {
        let parsed = self.parsed(request);
        let document = match parsed.as_ref() {
            Ok(document) => document,
            Err(refusals) => return Answered::refused(refusals),
        };
        let operation = match document.operation(request.operation) {
            Ok(operation) => operation,
            Err(refusal) => return Answered::refused(&[refusal]),
        };
        if operation.introspects {
            return introspected(document, request);
        }
        let schema = document.edition.schema();
        let variables = match graphql::variables(schema, &operation.variables, request.variables) {
            Ok(variables) => variables,
            Err(refusals) => return Answered::refused(&refusals),
        };
        let arguments: Vec<Arguments> =
            operation.templates.iter().map(|t| t.filled(&variables)).collect();
        self.paid(operation, &arguments, &variables, request)
    }

    fn paid(
        &mut self,
        operation: &Operation<Resolver>,
        arguments: &[Arguments],
        variables: &Map<String, Value>,
        request: &Request<'_>,
    ) -> Answered {
        let requested = cost::requested(operation, arguments, variables);
        if requested > cost::MOST {
            return Answered::refused(&[too_dear(requested)]);
        }
        if !self.bucket.take(requested, request.now) {
            return self.throttled(requested, request.now);
        }
        let ran = match operation.kind {
            OperationKind::Query => self.query(operation, arguments, variables, request.now),
            OperationKind::Mutation => self.mutation(operation, arguments, variables, request),
        };
        let actual = ran.points.min(requested);
        self.bucket.give_back(requested - actual);
        let standing = self.bucket.standing(request.now);
        let body = finished(ran, (requested, Some(actual)), standing);
        Answered { body, entry: self.world.take_entry() }
    }

    /// The answer to a request that comes too fast; nothing was executed.
    pub(crate) fn throttled(&mut self, requested: u64, now: DateTime<Utc>) -> Answered {
        let standing = self.bucket.standing(now);
        let mut out = Writer::default();
        out.raw("{\"errors\":[");
        out.json(
            &Refusal::new("THROTTLED", "Throttled")
                .with("documentation", "https://shopify.dev/api/usage/rate-limits"),
        );
        out.raw("],\"extensions\":{");
        write_cost(&mut out, (requested, None), standing);
        out.raw("}}");
        Answered { body: out.finish(), entry: None }
    }

    fn parsed(&mut self, request: &Request<'_>) -> Parsed {
        let edition = versions::edition(request.version);
        let key = (edition, request.query.to_owned());
        if let Some(parsed) = self.documents.get(&key) {
            return Arc::clone(parsed);
        }
        if self.documents.len() >= DOCUMENTS {
            self.documents.clear();
        }
        let parsed = Arc::new(graphql::open(request.query, edition, bind));
        self.documents.insert(key, Arc::clone(&parsed));
        parsed
    }

    fn query(
        &self,
        operation: &Operation<Resolver>,
        arguments: &[Arguments],
        variables: &Map<String, Value>,
        now: DateTime<Utc>,
    ) -> Ran {
        let mut out = Writer::with_room(64 * 1024);
        out.raw("{\"data\":");
        let mark = out.mark();
        let mut run = Run::new(&self.world, &self.access, now, (arguments, variables));
        if run.object(&mut out, &Obj::Root(()), &operation.root, &Path::root()).is_err() {
            out.back_to(mark);
            out.raw("null");
        }
        let points = run.meter.points();
        Ran { out, errors: run.errors, warned: run.warned, points }
    }

    /// Root fields of a mutation run one after the other, each seeing what the one before did.
    fn mutation(
        &mut self,
        operation: &Operation<Resolver>,
        arguments: &[Arguments],
        variables: &Map<String, Value>,
        request: &Request<'_>,
    ) -> Ran {
        let mut ran =
            Ran { out: Writer::with_room(4096), errors: vec![], warned: vec![], points: 0 };
        ran.out.raw("{\"data\":{");
        let asked: Vec<_> =
            operation.root.iter().filter(|field| field.conditions.hold(variables)).collect();
        for (place, field) in asked.into_iter().enumerate() {
            ran.out.key(field, place == 0);
            ran.points += 10;
            let mark = ran.out.mark();
            if self.root_change(&mut ran, field, (arguments, variables), request).is_err() {
                ran.out.back_to(mark);
                ran.out.raw("null");
            }
        }
        ran.out.byte(b'}');
        ran
    }

    fn root_change(
        &mut self,
        ran: &mut Ran,
        field: &Field<Resolver>,
        given: (&[Arguments], &Map<String, Value>),
        request: &Request<'_>,
    ) -> Result<(), Climbing> {
        let (arguments, variables) = given;
        let root = Path::root();
        let path = root.name(&field.answer_name);
        let FieldKind::Resolver(resolver) = field.kind else {
            ran.out.string("Mutation");
            return Ok(());
        };
        let refused = resolver.guard.and_then(|guard| self.access.denial(guard, &field.name));
        let nothing = Arguments::default();
        let ask = Ask {
            field: &field.name,
            arguments: field.template.and_then(|place| arguments.get(place)).unwrap_or(&nothing),
            key: key(field, variables),
            version: request.version,
            now: request.now,
        };
        let performed = match refused {
            Some(refusal) => Err(Box::new(refusal)),
            None => mutate::perform(&mut self.world, &ask),
        };
        let mut run = Run::new(&self.world, &self.access, request.now, (arguments, variables));
        let outcome = match &performed {
            Err(refusal) => run.fail((**refusal).clone(), field, &path),
            Ok(payload) => {
                let shown = payload.shown(run.world);
                let fields: &[Field<Resolver>] = match &field.selection {
                    Some(Selection::One(_, fields)) => fields,
                    _ => &[],
                };
                run.object(&mut ran.out, &shown, fields, &path)
            }
        };
        ran.errors.append(&mut run.errors);
        ran.warned.append(&mut run.warned);
        outcome
    }
}

impl Answered {
    fn refused(refusals: &[Refusal]) -> Self {
        let mut out = Writer::default();
        out.raw("{\"errors\":");
        out.json(&refusals);
        out.byte(b'}');
        Self { body: out.finish(), entry: None }
    }
}

fn key(field: &Field<Resolver>, variables: &Map<String, Value>) -> Option<String> {
    let value = field.idempotency.as_ref()?;
    Some(graphql::text_of(value, variables).unwrap_or_default())
}

fn introspected(document: &Document<Resolver>, request: &Request<'_>) -> Answered {
    match document.introspected(request.operation, request.variables) {
        Some(data) => {
            Answered { body: json!({"data": data}).to_string().into_bytes(), entry: None }
        }
        None => Answered::refused(&[Refusal::new(
            "BAD_REQUEST",
            "The introspection could not be answered",
        )]),
    }
}
