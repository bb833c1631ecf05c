//! Postal addresses.

use super::of;
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::Val;

pub(super) fn address(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Address, |a| Val::Owned(format!(
            "gid://shopify/MailingAddress/{}?model_name=Address",
            a.1
        ))),
        "firstName" => of!(Address, |a| Val::text(a.0.first_name.as_ref())),
        "lastName" => of!(Address, |a| Val::text(a.0.last_name.as_ref())),
        "name" => of!(Address, |a| Some(a.0.name())
            .filter(|n| !n.is_empty())
            .map_or(Val::Null, Val::Owned)),
        "company" => of!(Address, |a| Val::text(a.0.company.as_ref())),
        "address1" => of!(Address, |a| Val::Str(&a.0.address1)),
        "address2" => of!(Address, |a| Val::text(a.0.address2.as_ref())),
        "city" => of!(Address, |a| Val::Str(&a.0.city)),
        "province" => of!(Address, |a| Val::text(a.0.province.as_ref())),
        "provinceCode" => of!(Address, |a| Val::text(a.0.province_code.as_ref())),
        "zip" => of!(Address, |a| Val::text(a.0.zip.as_ref())),
        "country" => of!(Address, |a| Val::Str(&a.0.country)),
        "countryCodeV2" => of!(Address, |a| Val::Str(&a.0.country_code)),
        "phone" => of!(Address, |a| Val::text(a.0.phone.as_ref())),
        "latitude" => {
            of!(Address, |a| a.0.degrees().map_or(Val::Null, |(latitude, _)| Val::Float(latitude)))
        }
        "longitude" => of!(Address, |a| a
            .0
            .degrees()
            .map_or(Val::Null, |(_, longitude)| Val::Float(longitude))),
        "coordinatesValidated" => of!(Address, |a| Val::Bool(a.0.point.is_some())),
        "validationResultSummary" => of!(Address, |a| Val::Str(match (a.0.point, &a.0.zip) {
            (Some(_), _) => "NO_ISSUES",
            (None, Some(_)) => "WARNING",
            (None, None) => "ERROR",
        })),
        "formattedArea" => of!(Address, |a| Val::Owned(format!("{}, {}", a.0.city, a.0.country))),
        "formatted" => of!(Address, |a, _run, arguments| {
            let mut lines = Vec::new();
            lines.extend(
                Some(a.0.name()).filter(|name| arguments.is_true("withName") && !name.is_empty()),
            );
            lines.extend(
                a.0.company
                    .as_ref()
                    .filter(|_| arguments.is_true("withCompany"))
                    .map(ToString::to_string),
            );
            lines.push(a.0.address1.to_string());
            lines.extend(a.0.address2.as_ref().map(ToString::to_string));
            let place = [a.0.zip.as_deref(), Some(&*a.0.city), a.0.province_code.as_deref()];
            lines.push(place.into_iter().flatten().collect::<Vec<_>>().join(" "));
            lines.push(a.0.country.to_string());
            Val::List(lines.into_iter().map(Val::Owned).collect())
        }),
        _ => return None,
    })
}
