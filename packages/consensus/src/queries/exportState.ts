import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {stateToGenesis} from "@oasis-node/state-transition/application";
import type {Document} from "@oasis-node/state-transition/genesis";
import {
  exportRoothash,
  type MessageEvent,
  type RoothashGenesis,
  roothashEvents,
  roundResults,
} from "@oasis-node/state-transition/roothash";
import type {ChainQueries} from "./chainQueries.ts";
import {ChainQueryError} from "./chainQueryError.ts";

/** The document of a chain that goes on from the state of a height (consensus-core §8.2). Throws as the block of a height, and `messageResults`. PERF: reads all state. */
export async function exportDocument(queries: ChainQueries, height: Height): Promise<Document> {
  return exportDocumentAs(queries, await queries.block(height));
}

/**
 * The same for a block that only its height and time are known of, like the one in which a chain halts: it starts from the
 * latest state.
 */
export async function exportDocumentAs(
  queries: ChainQueries,
  {height, time}: {readonly height: Height; readonly time: bigint},
): Promise<Document> {
  const messageResults = await lastMessageResults(queries, height);
  return queries.states.at(height, ({tree}) =>
    stateToGenesis(tree, {genesis: queries.genesis, height, time, messageResults}),
  );
}

/** The roothash part of that document. */
export async function exportRoothashPart(queries: ChainQueries, height: Height): Promise<RoothashGenesis> {
  // The latest height may rise while the results are read.
  const actual = queries.states.at(height, (view) => view.height);
  const messageResults = await lastMessageResults(queries, actual);
  return queries.states.at(actual, ({roothash}) => exportRoothash(roothash, messageResults));
}

type MessageResults = (runtimeId: Namespace) => MessageEvent[] | null;

/** What became of the messages of every runtime in its last normal block: it is in the results of blocks only. */
async function lastMessageResults(queries: ChainQueries, height: Height): Promise<MessageResults> {
  const runtimes = queries.states.at(height, ({roothash}) =>
    roothash.runtimes().map(({runtime: {id}, lastNormalHeight}) => ({id, lastNormalHeight})),
  );
  const found = new BytesMap<Namespace, MessageEvent[] | null>();
  for (const {id, lastNormalHeight} of runtimes) {
    found.set(id, await messageResultsAt(queries, id, lastNormalHeight));
  }
  return (id) => found.get(id) ?? null;
}

async function messageResultsAt(
  queries: ChainQueries,
  id: Namespace,
  height: Height,
): Promise<MessageEvent[] | null> {
  try {
    const events = await queries.events(height, roothashEvents);
    const {messages} = roundResults(id, events ?? [], (node) => node);
    return messages?.filter((message) => message !== null) ?? null;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `roothash: failed to get last message results for runtime ${toHex(id)}: ${reason}`;
    throw new ChainQueryError("messageResults", text, {cause, details: {id, height}});
  }
}
