//! Connections, edges and page information.

use super::of;
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::{Obj, Val};

pub(super) fn connection(field: &str) -> Option<Resolve> {
    Some(match field {
        "nodes" => of!(Connection, |c| Val::objects(c.items.iter().map(|(item, _)| item.clone()))),
        "edges" => of!(Connection, |c| Val::objects(
            (0..c.items.len()).map(|at| Obj::Edge((c.clone(), at)))
        )),
        "pageInfo" => of!(Connection, |c| Val::Obj(Obj::PageInfo(c.clone()))),
        _ => return None,
    })
}

pub(super) fn edge(field: &str) -> Option<Resolve> {
    Some(match field {
        "node" => {
            of!(Edge, |e| e.0.items.get(e.1).map_or(Val::Null, |(item, _)| Val::Obj(item.clone())))
        }
        "cursor" => {
            of!(Edge, |e| e
                .0
                .items
                .get(e.1)
                .map_or(Val::Null, |(_, at)| { Val::Owned(at.written(e.0.sort)) }))
        }
        _ => return None,
    })
}

pub(super) fn page_info(field: &str) -> Option<Resolve> {
    Some(match field {
        "hasNextPage" => of!(PageInfo, |c| Val::Bool(c.has_next)),
        "hasPreviousPage" => of!(PageInfo, |c| Val::Bool(c.has_previous)),
        "startCursor" => of!(PageInfo, |c| c
            .items
            .first()
            .map_or(Val::Null, |(_, at)| Val::Owned(at.written(c.sort)))),
        "endCursor" => of!(PageInfo, |c| c
            .items
            .last()
            .map_or(Val::Null, |(_, at)| Val::Owned(at.written(c.sort)))),
        _ => return None,
    })
}
