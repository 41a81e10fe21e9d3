// The other side of `cargo xtask differential`: asks the installed engine, in a process of its own.
//
//   node run.mjs decide            a scenario a line on standard input, a decision a line on standard output
//   node run.mjs measure SECONDS   one scenario on standard input, its decisions per second on standard output
//
// A scenario has the format of `whit evaluate`. An answer is {"decision": "allowed"}, {"decision": "explicitlyDenied"},
// {"decision": "implicitlyDenied"} or {"error": "…"}, in the order of the questions.

import { createInterface } from 'node:readline'
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate'

const DECISIONS = { Allowed: 'allowed', ExplicitlyDenied: 'explicitlyDenied', ImplicitlyDenied: 'implicitlyDenied' }

/** A list of documents as the engine takes them; the names must differ. */
function named(layer, documents = []) {
  return documents.map((policy, index) => ({ name: `${layer}-${index}`, policy }))
}

/** The levels of an organization, from the root to the account. */
function levels(layer, documents = []) {
  return documents.map((policies, index) => ({
    orgIdentifier: `${layer}-level-${index}`,
    policies: named(`${layer}-${index}`, policies)
  }))
}

function principal(of) {
  return of === 'anonymous' ? anonymousPrincipal : Object.values(of)[0]
}

/**
 * The engine takes one session policy. Several are a union, so one with the statements of all means the same; the engine
 * does not look at the version.
 */
function session(documents = []) {
  if (documents.length < 2) {
    return documents[0]
  }
  return { ...documents[0], Statement: documents.flatMap((document) => document.Statement) }
}

function translated(scenario) {
  const { request } = scenario
  return {
    request: {
      principal: principal(request.principal),
      action: request.action,
      resource: { resource: request.resource, accountId: request.resourceAccount },
      contextVariables: request.context ?? {}
    },
    identityPolicies: named('identity', scenario.identityPolicies),
    permissionBoundaryPolicies: scenario.permissionsBoundary && named('boundary', [scenario.permissionsBoundary]),
    sessionPolicy: session(scenario.sessionPolicies),
    resourcePolicy: scenario.resourcePolicy,
    serviceControlPolicies: levels('scp', scenario.serviceControlPolicies),
    // The engine adds RCPFullAWSAccess to each level by itself.
    resourceControlPolicies: levels('rcp', scenario.resourceControlPolicies),
    vpcEndpointPolicies: scenario.vpcEndpointPolicies && named('endpoint', scenario.vpcEndpointPolicies),
    // A scenario says which keys the request has. Whether the bucket takes part in ABAC is decided by these.
    additionalSettings: { s3: { bucketAbacEnabled: true } }
  }
}

/** The engine's answer. A key that it leaves out of the request is an error: the answer would be to another question. */
async function answer(scenario) {
  const results = await runSimulation(translated(scenario), {})
  if (results.resultType === 'error') {
    return { error: JSON.stringify(results.errors) }
  }
  const ignored = (results.results ?? [results.result]).flatMap((result) => result.ignoredContextKeys ?? [])
  if (ignored.length > 0) {
    return { error: `keys that the request cannot have: ${ignored.join(', ')}` }
  }
  return { decision: DECISIONS[results.overallResult] }
}

async function answerText(line) {
  try {
    return await answer(JSON.parse(line))
  } catch (error) {
    return { error: String(error?.message ?? error) }
  }
}

function write(text) {
  return new Promise((done) => process.stdout.write(text, done))
}

async function decide(lines) {
  for await (const line of lines) {
    await write(`${JSON.stringify(await answerText(line))}\n`)
  }
}

async function measure(lines, seconds) {
  for await (const line of lines) {
    const scenario = JSON.parse(line)
    const before = await answer(scenario)
    if (before.error) {
      throw new Error(before.error)
    }
    // The first calls load the engine's data and are compiled.
    for (let warm = 0; warm < 200; warm++) {
      await answer(scenario)
    }
    const start = process.hrtime.bigint()
    const end = start + BigInt(Math.round(seconds * 1e9))
    let count = 0
    let now = start
    while (now < end) {
      await answer(scenario)
      count++
      now = process.hrtime.bigint()
    }
    await write(`${JSON.stringify({ ...before, perSecond: (count * 1e9) / Number(now - start) })}\n`)
  }
}

const [mode, seconds] = process.argv.slice(2)
const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })
if (mode === 'measure') {
  await measure(lines, Number(seconds))
} else {
  await decide(lines)
}
