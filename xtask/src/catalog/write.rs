//! The binary, as `whit_catalog::layout` describes it.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::layout::{self, HEADER, MAGIC, NONE, Section, VERSION};
use whit_catalog::{AccessLevel, around_placeholder};

use super::model::{Action, Key, Model, Service, Shape, Type};
use super::pool::{Pool, push};
use super::tables::{Row, Tables, field};

/// Appends the record of a row.
type Record<'r> = &'r dyn Fn(&Row, &mut Pool, &mut Vec<u8>) -> Result<(), String>;
type Sections = BTreeMap<u8, Vec<u8>>;

pub(crate) fn write(model: &Model, tables: &Tables) -> Result<Vec<u8>, String> {
    let mut collecting = Pool::default();
    sections(model, tables, &mut collecting)?;
    let mut pool = collecting.placed()?;
    let mut sections = sections(model, tables, &mut pool)?;
    let (strings, lists) = pool.into_sections();
    sections.insert(Section::Strings as u8, strings);
    sections.insert(Section::Lists as u8, lists);

    let number = |number: usize| u32::try_from(number).map_err(|error| error.to_string());
    let mut bytes = [MAGIC.as_slice(), &[VERSION]].concat();
    let mut offset = HEADER;
    for section in Section::ALL {
        let length = sections.get(&(section as u8)).map_or(0, Vec::len);
        bytes.extend_from_slice(&number(offset)?.to_le_bytes());
        bytes.extend_from_slice(&number(length)?.to_le_bytes());
        offset += length;
    }
    bytes.extend(sections.into_values().flatten());
    Ok(bytes)
}

/// Ids by name.
struct Ids<'m> {
    services: BTreeMap<&'m str, u32>,
    /// By service and the name that AWS writes.
    types: BTreeMap<(&'m str, &'m str), u32>,
    /// By name in lower case.
    keys: BTreeMap<&'m str, u32>,
}

impl Ids<'_> {
    fn key_list(&self, keys: &BTreeSet<String>, pool: &mut Pool) -> Result<u32, String> {
        let id = |key: &String| {
            self.keys.get(key.to_ascii_lowercase().as_str()).copied().ok_or_else(|| format!("{key}: no such key"))
        };
        let mut ids = keys.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        ids.sort_unstable();
        pool.list(ids)
    }
}

/// The types of a service in the order of their identifiers.
fn by_ident(service: &Service) -> Vec<(&str, &Type)> {
    let mut types: Vec<(&str, &Type)> = service.types.iter().map(|(name, found)| (name.as_str(), found)).collect();
    types.sort_by_key(|(_, found)| &found.ident);
    types
}

fn sections(model: &Model, tables: &Tables, pool: &mut Pool) -> Result<Sections, String> {
    let mut ids = Ids { services: BTreeMap::new(), types: BTreeMap::new(), keys: BTreeMap::new() };
    for (id, key) in (0..).zip(model.keys.keys()) {
        ids.keys.insert(key, id);
    }
    for (id, (prefix, service)) in (0..).zip(&model.services) {
        ids.services.insert(prefix, id);
        for (name, _) in by_ident(service) {
            let next = u32::try_from(ids.types.len()).map_err(|error| error.to_string())?;
            ids.types.insert((prefix, name), next);
        }
    }
    let mut sections = Sections::new();
    let mut about = Vec::new();
    push(&mut about, pool.string(&model.date)?)?;
    sections.insert(Section::About as u8, about);
    write_services(model, &ids, pool, &mut sections)?;
    write_keys(model, tables, &ids, pool, &mut sections)?;
    write_partitions(model, pool, &mut sections)?;
    write_tables(tables, pool, &mut sections)?;
    Ok(sections)
}

fn write_services(model: &Model, ids: &Ids<'_>, pool: &mut Pool, out: &mut Sections) -> Result<(), String> {
    let (mut services, mut actions, mut types, mut shapes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut profiles: BTreeMap<[u32; 3], u32> = BTreeMap::new();
    let mut profile_bytes = Vec::new();
    let mut by_service: Vec<(&str, u32)> = Vec::new();
    let count = |bytes: &Vec<u8>, section: Section| u32::try_from(bytes.len() / section.record()).unwrap_or(NONE);
    for (prefix, service) in &model.services {
        push(&mut services, pool.string(prefix)?)?;
        push(&mut services, pool.string(&service.name)?)?;
        push(&mut services, count(&actions, Section::Actions))?;
        push(&mut services, count(&types, Section::Types))?;
        push(&mut services, ids.key_list(&service.keys, pool)?)?;
        services.push(if service.rcp { layout::service::RCP } else { 0 });
        for action in service.actions.values() {
            let profile = profile(prefix, action, ids, pool)?;
            let next = u32::try_from(profiles.len()).map_err(|error| error.to_string())?;
            let profile_id = *profiles.entry(profile).or_insert(next);
            if profile_id == next {
                profile.iter().try_for_each(|list| push(&mut profile_bytes, *list))?;
            }
            push(&mut actions, pool.string(&action.name)?)?;
            actions.push(level(action.level));
            actions.extend_from_slice(&u16::try_from(profile_id).map_err(|error| error.to_string())?.to_le_bytes());
        }
        for (name, found) in by_ident(service) {
            let type_id = ids.types.get(&(prefix.as_str(), name)).copied().unwrap_or(NONE);
            push(&mut types, pool.string(name)?)?;
            push(&mut types, pool.string(&found.ident)?)?;
            push(&mut types, count(&shapes, Section::Shapes))?;
            push(&mut types, ids.key_list(&found.keys, pool)?)?;
            let service_id = ids.services.get(prefix.as_str()).copied().unwrap_or(NONE);
            types.extend_from_slice(&u16::try_from(service_id).map_err(|error| error.to_string())?.to_le_bytes());
            for shape in &found.shapes {
                by_service.push((&shape[2], count(&shapes, Section::Shapes)));
                for segment in shape.iter().skip(1) {
                    push(&mut shapes, pool.string(segment)?)?;
                }
                shapes.extend_from_slice(&u16::try_from(type_id).map_err(|error| error.to_string())?.to_le_bytes());
                shapes.push(excluded(shape, model));
            }
        }
    }
    by_service.sort();
    let mut index = Vec::new();
    by_service.into_iter().try_for_each(|(_, id)| push(&mut index, id))?;
    out.insert(Section::Services as u8, services);
    out.insert(Section::Actions as u8, actions);
    out.insert(Section::Profiles as u8, profile_bytes);
    out.insert(Section::Types as u8, types);
    out.insert(Section::Shapes as u8, shapes);
    out.insert(Section::ShapesByService as u8, index);
    Ok(())
}

fn profile(prefix: &str, action: &Action, ids: &Ids<'_>, pool: &mut Pool) -> Result<[u32; 3], String> {
    let first = first_type(prefix, ids);
    let mut rows = Vec::new();
    for (name, row) in &action.rows {
        let id = ids.types.get(&(prefix, name.as_str())).copied().ok_or_else(|| format!("{name}: no such type"))?;
        rows.push(2 * (id - first) + u32::from(row.required));
        rows.push(ids.key_list(&row.keys, pool)?);
        rows.push(u32::try_from(row.shape).map_err(|error| error.to_string())?);
    }
    let dependents = action.dependents.iter().map(|name| pool.string(name)).collect::<Result<Vec<_>, _>>()?;
    Ok([ids.key_list(&action.keys, pool)?, pool.list(rows)?, pool.list(dependents)?])
}

/// The smallest id of the types of a service.
fn first_type(prefix: &str, ids: &Ids<'_>) -> u32 {
    let of_service = ids.types.range((prefix, "")..).take_while(|((of, _), _)| *of == prefix);
    of_service.map(|(_, id)| *id).min().unwrap_or(0)
}

fn level(level: AccessLevel) -> u8 {
    AccessLevel::ALL.iter().zip(0..).find_map(|(found, number)| (*found == level).then_some(number)).unwrap_or(2)
}

/// What the last field of a shape does not hold, since another shape of that service goes on with it there.
fn excluded(shape: &Shape, model: &Model) -> u8 {
    let [.., resource] = shape;
    let types = model.services.values().flat_map(|service| service.types.values());
    let longer = types.flat_map(|found| &found.shapes).filter(|other| other[..5] == shape[..5]);
    let behind: Vec<&str> = longer.filter_map(|other| other[5].strip_prefix(resource.as_str())).collect();
    let goes_on = |separator: char| behind.iter().any(|rest| rest.starts_with(separator));
    let slash = if goes_on('/') { layout::shape::NO_SLASH } else { 0 };
    let colon = if goes_on(':') { layout::shape::NO_COLON } else { 0 };
    slash | colon
}

fn write_keys(
    model: &Model,
    tables: &Tables,
    ids: &Ids<'_>,
    pool: &mut Pool,
    out: &mut Sections,
) -> Result<(), String> {
    let by_key = |rows: &'static str, table: &Vec<Row>| -> Result<BTreeMap<String, Row>, String> {
        let found: BTreeMap<String, Row> =
            table.iter().map(|row| (field(row, "key").to_ascii_lowercase(), row.clone())).collect();
        if found.len() == table.len() { Ok(found) } else { Err(format!("{rows} has a key twice")) }
    };
    let global = by_key("global_keys.tsv", &tables.global_keys)?;
    let of_services = by_key("service_keys.tsv", &tables.service_keys)?;
    let (mut keys, mut templated) = (Vec::new(), Vec::new());
    for (id, (lower, key)) in (0..).zip(&model.keys) {
        let row = global.get(lower);
        let known = row.or_else(|| of_services.get(lower));
        let get = |column: &str| known.map_or("", |row| field(row, column));
        push(&mut keys, pool.string(&key.name)?)?;
        keys.push(key_type(&key.ty)?);
        if let Some((before, _)) = around_placeholder(&key.name) {
            if before.len() < 3 {
                return Err(format!("{}: a template begins with three bytes of its own", key.name));
            }
            push(&mut templated, id)?;
        }
        keys.push(flags(key, row));
        keys.push(row.map_or(Ok(0), presence)?);
        keys.push(match get("slips") {
            "" => 0,
            "any" => 1,
            "true" => 2,
            "false" => 3,
            other => return Err(format!("{}: slips {other}", key.name)),
        });
        let service = key.service.as_deref().and_then(|prefix| ids.services.get(prefix)).copied();
        push(&mut keys, service.unwrap_or(NONE))?;
        push(&mut keys, pool.string(get("danger"))?)?;
        push(&mut keys, pool.string(get("advice"))?)?;
        push(&mut keys, pool.string(get("source"))?)?;
    }
    out.insert(Section::Keys as u8, keys);
    out.insert(Section::TemplatedKeys as u8, templated);
    Ok(())
}

fn key_type(ty: &str) -> Result<u8, String> {
    let types = ["String", "Numeric", "Date", "Bool", "Binary", "IPAddress", "ARN"];
    let found = types.iter().zip(0..).find_map(|(name, number)| (*name == ty).then_some(number));
    found.ok_or_else(|| format!("{ty}: no type of keys"))
}

/// Every single-valued key may be a variable, unless the table says otherwise.
fn flags(key: &Key, global: Option<&Row>) -> u8 {
    let templated = around_placeholder(&key.name).is_some();
    let variable = global.map_or(!key.multi, |row| field(row, "variable") == "yes");
    let any_request = global.is_some_and(|row| field(row, "any_request") == "yes");
    let set = [
        (key.multi, layout::key::MULTI),
        (variable, layout::key::VARIABLE),
        (any_request, layout::key::ANY_REQUEST),
        (templated, layout::key::TEMPLATED),
    ];
    set.iter().filter(|(on, _)| *on).map(|(_, flag)| flag).sum()
}

fn presence(row: &Row) -> Result<u8, String> {
    let number = |column: &str| match field(row, column) {
        "sometimes" => Ok(layout::presence::SOMETIMES),
        "always" => Ok(layout::presence::ALWAYS),
        "never" => Ok(layout::presence::NEVER),
        other => Err(format!("{}: {other} is no presence", field(row, "key"))),
    };
    Ok(number("identity")? | number("resource")? << 2)
}

fn write_partitions(model: &Model, pool: &mut Pool, out: &mut Sections) -> Result<(), String> {
    let (mut partitions, mut regions) = (Vec::new(), Vec::new());
    let mut by_name: BTreeMap<&str, u8> = BTreeMap::new();
    for (id, (name, (suffix, of_partition))) in (0..).zip(&model.partitions) {
        push(&mut partitions, pool.string(name)?)?;
        push(&mut partitions, pool.string(suffix)?)?;
        by_name.extend(of_partition.iter().map(|region| (region.as_str(), id)));
    }
    for (name, partition) in by_name {
        push(&mut regions, pool.string(name)?)?;
        regions.push(partition);
    }
    out.insert(Section::Partitions as u8, partitions);
    out.insert(Section::Regions as u8, regions);
    Ok(())
}

fn write_tables(tables: &Tables, pool: &mut Pool, out: &mut Sections) -> Result<(), String> {
    let mut put = |section: Section, rows: &[Row], record: Record<'_>| {
        let mut bytes = Vec::new();
        rows.iter().try_for_each(|row| record(row, pool, &mut bytes))?;
        out.insert(section as u8, bytes);
        Ok::<(), String>(())
    };
    put(Section::Exemptions, &sorted(&tables.region_lock, "action"), &|row, pool, bytes| {
        strings(row, &["action", "class", "confidence", "source"], pool, bytes)
    })?;
    put(Section::Corrections, &tables.corrections, &|row, pool, bytes| {
        strings(row, &["kind", "subject", "value", "source"], pool, bytes)
    })?;
    put(Section::Grammar, &tables.grammar, &|row, pool, bytes| {
        strings(row, &["kind", "element", "rule", "valid_from", "confidence", "source"], pool, bytes)
    })?;
    put(Section::Deputies, &sorted(&tables.confused_deputy, "principal"), &|row, pool, bytes| {
        strings(row, &["principal"], pool, bytes)?;
        bytes.push(match field(row, "use") {
            "trust" => 0,
            "resource" => 1,
            other => return Err(format!("confused_deputy.tsv: the use {other}")),
        });
        let answers = ["source_arn", "source_account", "source_org"].iter().enumerate();
        let answers = answers.map(|(place, column)| Ok::<u8, String>(answer(field(row, column))? << (2 * place)));
        bytes.push(answers.sum::<Result<u8, _>>()?);
        strings(row, &["source_arn_shape", "confidence", "source"], pool, bytes)
    })?;
    put(Section::Quotas, &tables.quotas, &|row, pool, bytes| {
        strings(row, &["kind", "what"], pool, bytes)?;
        let limit: u32 = field(row, "limit").parse().map_err(|error| format!("quotas.tsv: {error}"))?;
        bytes.extend_from_slice(&limit.to_le_bytes());
        bytes.push(match field(row, "counting") {
            "non-whitespace" => 0,
            "characters" => 1,
            "bytes" => 2,
            "things" => 3,
            other => return Err(format!("quotas.tsv: counting {other}")),
        });
        strings(row, &["unit", "valid_from", "confidence", "source"], pool, bytes)
    })
}

fn sorted(rows: &[Row], column: &str) -> Vec<Row> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| field(row, column).to_ascii_lowercase());
    rows
}

fn answer(text: &str) -> Result<u8, String> {
    match text {
        "unknown" => Ok(0),
        "yes" => Ok(1),
        "no" => Ok(2),
        other => Err(format!("confused_deputy.tsv: the answer {other}")),
    }
}

fn strings(row: &Row, columns: &[&str], pool: &mut Pool, bytes: &mut Vec<u8>) -> Result<(), String> {
    columns.iter().try_for_each(|column| push(bytes, pool.string(field(row, column))?))
}
