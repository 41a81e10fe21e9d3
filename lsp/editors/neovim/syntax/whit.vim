" Vim syntax file: Whit, policies for AWS IAM as code
" Written by `cargo xtask editors` from lsp/editors/grammar/grammar.toml

if exists('b:current_syntax')
  finish
endif
let s:cpo_save = &cpo
set cpo&vim
syn case match
syn sync minlines=1

syn match whitName /\v[A-Za-z_][A-Za-z0-9_-]*/
syn match whitOperator /\v\=\=|!\=|\<\=|\>\=|\.\.|[=<>|?]/
syn match whitOwner /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(principal|resource|request|env|this)%(\.)@=/
syn match whitField /\v%([A-Za-z0-9_.-])@<!%(::)@<![A-Za-z_][A-Za-z0-9_-]*%(\s?:%(\s|$))@=/
syn match whitCall /\v[A-Za-z_][A-Za-z0-9_-]*%(\()@=/
syn match whitPrincipal /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(account|role|user|session|federated_user|service|federated|canonical_user|org|ou)%(\()@=|%([A-Za-z0-9_.-])@<!%(::)@<!anyone%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitModule /\v%([A-Za-z0-9_.-])@<!%(::)@<![A-Za-z_][A-Za-z0-9_-]*%(::)@=|%(use )@<=[A-Za-z_][A-Za-z0-9_-]*|%(::)@<=[A-Za-z_][A-Za-z0-9_-]*%(::)@=/
syn match whitLevel /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(list|read|write|tagging|permissions)%([A-Za-z0-9_(.:<-])@!%(\s?[:=])@!/
syn match whitType /\v%(: |\<|\| )@<=%(string|int|decimal|bool|duration|date|cidr|account|region|org|arn|action|principal|condition|resource|list)%([A-Za-z0-9_(.:-])@!%(\s?:)@!|%([A-Za-z0-9_.-])@<!%(::)@<!%(list)%(\<)@=/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(never|always)%(\s+%(allows|denies)\s)@=|%(never |always )@<=%(allows|denies)%([A-Za-z0-9_-])@!/
syn match whitSoft /\v%([^ \t]\s)@<=%(within|equals)%(\s+[A-Za-z_\[])@=/
syn match whitSoft /\v%([^ \t]\s)@<=%(implicitly)%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(can|cannot)%(\s+[A-Za-z\[])@=/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(management)%(\s+account\s)@=/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(ou|account)%(\s+%("[^"]*"|[A-Za-z_][A-Za-z0-9_-]*)\s*%(\{|\=))@=|%(in )@<=%(ou|account)%(\s+[A-Za-z0-9_"])@=/
syn match whitSoft /\v^\s*%(max_session|path|inline)%(\s+[A-Za-z0-9_"]|\s*\{)@=/
syn match whitSoft /\v%(ignoring )@<=%(case)%([A-Za-z0-9_-])@!/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(min|max)%(\s+\d)@=/
syn match whitSoft /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(as)%(\s+[A-Za-z_"\[])@=/
syn match whitConstant /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(any|all|none|true|false)%([A-Za-z0-9_(.-])@!%(\s?:)@!/
syn match whitLogic /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(and|or|not|in|like|ignoring|exists|missing)%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitClause /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(on|to|for|when|unless|with|because|except|given|by)%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitFlow /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(if|else)%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitEffect /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(%(allow|trust|attach|include)|%(deny))%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitItem /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(session|endpoint|role)%(\s+[A-Za-z_][A-Za-z0-9_-]*\s*%(\{|for\s|because\s))@=/
syn match whitItem /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(use|param|extern|let|tags|guard|template|policy|boundary|scp|rcp|organization|test|prove)%([A-Za-z0-9_-])@!%(\s?:)@!/
syn match whitLabel /\v%([A-Za-z0-9_.-])@<!%(::)@<![A-Za-z_][A-Za-z0-9_-]*%(:\s+%(allow|deny|trust)\s)@=/
syn match whitNodeName /\v%(ou |account )@<=[A-Za-z_][A-Za-z0-9_-]*%(\s*%(\{|\=))@=/
syn match whitConstantName /\v%(let |param |extern )@<=[A-Za-z_][A-Za-z0-9_-]*/
syn match whitFunctionName /\v%(guard |template )@<=[A-Za-z_][A-Za-z0-9_-]*/
syn match whitDocumentName /\v%(policy |boundary |session |scp |rcp |endpoint |role )@<=[A-Za-z_][A-Za-z0-9_-]*%(\s*%(\{|for\s|because\s))@=/
syn match whitAction /\v%([A-Za-z0-9_.-])@<!%(::)@<![A-Za-z][A-Za-z0-9_-]*%(\.[A-Za-z0-9][A-Za-z0-9_-]*)*:%([A-Za-z0-9_*-]|\?%([A-Za-z0-9*])@=)%([A-Za-z0-9_*\/.-]|\?%([A-Za-z0-9*])@=)*%(:[A-Za-z0-9_*\/.-]+)*/
syn match whitKey /\v%([A-Za-z0-9_.-])@<!%(::)@<![A-Za-z][A-Za-z0-9_-]*%(\.[A-Za-z0-9][A-Za-z0-9_-]*)*:%([A-Za-z0-9_*-]|\?%([A-Za-z0-9*])@=)%([A-Za-z0-9_*\/.-]|\?%([A-Za-z0-9*])@=)*%(:[A-Za-z0-9_*\/.-]+)*%(\??\s*%([=!<>]|:\s|%(not\s+)?%(in|like)\s))@=/
syn match whitKey /\v%(when |unless |exists |missing |and |or |not |any |all |none |\=\= |!\= )@<=[A-Za-z][A-Za-z0-9_-]*%(\.[A-Za-z0-9][A-Za-z0-9_-]*)*:%([A-Za-z0-9_*-]|\?%([A-Za-z0-9*])@=)%([A-Za-z0-9_*\/.-]|\?%([A-Za-z0-9*])@=)*%(:[A-Za-z0-9_*\/.-]+)*/
syn match whitKey /\v%([A-Za-z0-9_.-])@<!%(::)@<!aws:[A-Za-z][A-Za-z0-9_\/.-]*%(:[A-Za-z0-9_\/.-]+)*/
syn match whitLevel /\v%(\.)@<=%(list|read|write|tagging|permissions)%([A-Za-z0-9_(.:-])@!/
syn match whitNumber /\v%([A-Za-z0-9_.-])@<!%(::)@<!\d+%(_\d+)*%(\.\d+)?%([A-Za-z0-9_-])@!/
syn match whitDuration /\v%([A-Za-z0-9_.-])@<!%(::)@<!%(\d+[dhms])+%([A-Za-z0-9_-])@!/
syn match whitCidr /\v%([A-Za-z0-9_.-])@<!%(::)@<!\d+\.\d+\.\d+\.\d+%(\/\d+)?%([A-Za-z0-9_-])@!|%([A-Za-z0-9_.-])@<!%(::)@<![0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*\/\d+%([A-Za-z0-9_-])@!/
syn match whitDate /\v%([A-Za-z0-9_.-])@<!%(::)@<!\d\d\d\d-\d\d-\d\d%(T\d\d:\d\d%(:\d\d%(\.\d+)?)?%(Z|[+-]\d\d:\d\d))?%([A-Za-z0-9_-])@!/
syn match whitArn /\v%([A-Za-z0-9_.-])@<!%(::)@<!arn:[^ \t,()\[\]{}"]+/
syn match whitComment /\v\/\/.*$/
syn match whitDoc /\v\/\/\/.*$/
syn region whitString start=/\v"/ end=/\v"|$/ oneline contains=whitEscape,whitPolicyVariable,whitHole,whitBadEscape
syn match whitBadEscape /\v\\./ contained
syn match whitHole /\v\{[A-Za-z_][A-Za-z0-9_.:-]*\}/ contained
syn match whitPolicyVariable /\v\$\{[^}"]*\}/ contained
syn match whitEscape /\v\{\{|\}\}|\\["\\]|\$\{[*?$]\}/ contained

hi def link whitAction Function
hi def link whitArn String
hi def link whitBadEscape Error
hi def link whitCall Function
hi def link whitCidr Number
hi def link whitClause Keyword
hi def link whitComment Comment
hi def link whitConstant Boolean
hi def link whitConstantName Identifier
hi def link whitDate Number
hi def link whitDoc SpecialComment
hi def link whitDocumentName Type
hi def link whitDuration Number
hi def link whitEffect Statement
hi def link whitEscape SpecialChar
hi def link whitField Identifier
hi def link whitFlow Conditional
hi def link whitFunctionName Function
hi def link whitHole Identifier
hi def link whitItem Keyword
hi def link whitKey Identifier
hi def link whitLabel Label
hi def link whitLevel Constant
hi def link whitLogic Operator
hi def link whitModule Include
hi def link whitNodeName Identifier
hi def link whitNumber Number
hi def link whitOperator Operator
hi def link whitOwner Special
hi def link whitPolicyVariable Special
hi def link whitPrincipal Function
hi def link whitSoft Keyword
hi def link whitString String
hi def link whitType Type

let b:current_syntax = 'whit'
let &cpo = s:cpo_save
unlet s:cpo_save
