//! Colours.

use tower_lsp::lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensFullOptions, SemanticTokensLegend,
    SemanticTokensOptions, SemanticTokensServerCapabilities,
};
use whit_ide::{KeptTokens, Modifiers, TokenKind};

use super::Look;
use crate::position::units;

/// What a token of Whit is called by editors that know the common names only.
const KINDS: &[(TokenKind, SemanticTokenType)] = &[
    (TokenKind::Keyword, SemanticTokenType::KEYWORD),
    (TokenKind::Comment, SemanticTokenType::COMMENT),
    (TokenKind::DocComment, SemanticTokenType::COMMENT),
    (TokenKind::String, SemanticTokenType::STRING),
    (TokenKind::Escape, SemanticTokenType::REGEXP),
    (TokenKind::PolicyVariable, SemanticTokenType::MACRO),
    (TokenKind::Number, SemanticTokenType::NUMBER),
    (TokenKind::Duration, SemanticTokenType::NUMBER),
    (TokenKind::Date, SemanticTokenType::NUMBER),
    (TokenKind::Cidr, SemanticTokenType::NUMBER),
    (TokenKind::Account, SemanticTokenType::NUMBER),
    (TokenKind::Arn, SemanticTokenType::STRING),
    (TokenKind::Action, SemanticTokenType::METHOD),
    (TokenKind::Level, SemanticTokenType::ENUM_MEMBER),
    (TokenKind::Service, SemanticTokenType::NAMESPACE),
    (TokenKind::ResourceType, SemanticTokenType::CLASS),
    (TokenKind::Field, SemanticTokenType::PROPERTY),
    (TokenKind::ConditionKey, SemanticTokenType::PROPERTY),
    (TokenKind::Tag, SemanticTokenType::PROPERTY),
    (TokenKind::Guard, SemanticTokenType::FUNCTION),
    (TokenKind::Template, SemanticTokenType::MACRO),
    (TokenKind::Document, SemanticTokenType::CLASS),
    (TokenKind::Role, SemanticTokenType::CLASS),
    (TokenKind::Input, SemanticTokenType::VARIABLE),
    (TokenKind::Let, SemanticTokenType::VARIABLE),
    (TokenKind::Parameter, SemanticTokenType::PARAMETER),
    (TokenKind::Local, SemanticTokenType::VARIABLE),
    (TokenKind::Module, SemanticTokenType::NAMESPACE),
    (TokenKind::Unit, SemanticTokenType::STRUCT),
    (TokenKind::Label, SemanticTokenType::DECORATOR),
    (TokenKind::Type, SemanticTokenType::TYPE),
    (TokenKind::Operator, SemanticTokenType::OPERATOR),
    (TokenKind::Builtin, SemanticTokenType::FUNCTION),
    (TokenKind::Name, SemanticTokenType::VARIABLE),
];

/// The common names, each once, in an order that never changes while the server runs.
fn types() -> Vec<SemanticTokenType> {
    let mut types: Vec<SemanticTokenType> = Vec::new();
    for (_, ty) in KINDS {
        if !types.contains(ty) {
            types.push(ty.clone());
        }
    }
    types
}

/// What the numbers of the tokens stand for.
pub(super) fn capability() -> SemanticTokensServerCapabilities {
    let modifiers = [
        SemanticTokenModifier::DECLARATION,
        SemanticTokenModifier::DEFAULT_LIBRARY,
        SemanticTokenModifier::new("wildcard"),
    ];
    SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
        legend: SemanticTokensLegend { token_types: types(), token_modifiers: modifiers.to_vec() },
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        range: Some(false),
        ..SemanticTokensOptions::default()
    })
}

/// The number of the common name of each kind of token, by the kind's own number.
fn numbers() -> Vec<u32> {
    let types = types();
    let mut numbers = vec![0; KINDS.len()];
    for (kind, ty) in KINDS {
        let number = types.iter().position(|other| other == ty).and_then(|number| u32::try_from(number).ok());
        if let (Some(place), Some(number)) = (numbers.get_mut(*kind as usize), number) {
            *place = number;
        }
    }
    numbers
}

/// The tokens of a text.
pub(crate) fn tokens(look: &Look<'_>, kept: &mut KeptTokens) -> Vec<SemanticToken> {
    let numbers = numbers();
    let lines = look.places.lines(look.file);
    let text = look.analysis.sources.text(look.file);
    let (mut line, mut start) = (0, 0);
    let mut data = Vec::new();
    for token in whit_ide::semantic_tokens(look.analysis, &look.name, kept) {
        let at = lines.position(token.range.start);
        let Some(token_type) = numbers.get(token.kind as usize).copied() else { continue };
        let delta_line = at.line.saturating_sub(line);
        data.push(SemanticToken {
            delta_line,
            delta_start: if delta_line == 0 { at.character.saturating_sub(start) } else { at.character },
            length: units(text.get(token.range).unwrap_or("")),
            token_type,
            token_modifiers_bitset: bits(token.modifiers),
        });
        (line, start) = (at.line, at.character);
    }
    data
}

fn bits(modifiers: Modifiers) -> u32 {
    u32::from(modifiers.declaration) | u32::from(modifiers.library) << 1 | u32::from(modifiers.wildcard) << 2
}
