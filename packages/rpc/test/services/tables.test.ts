import {decode, encode, higherLimits, type Schema} from "@oasis-node/primitives/cbor";
import {silentLogger} from "@oasis-node/primitives/log";
import {Entity, entityVersions} from "@oasis-node/state-transition/entity";
import {Node, nodeVersion} from "@oasis-node/state-transition/node";
import {Runtime, runtimeVersion} from "@oasis-node/state-transition/registry";
import {describe, expect, onTestFinished, test} from "vitest";
import {RpcServer} from "../../src/server/index.ts";
import {type Api, methodPath, type Service} from "../../src/service/index.ts";
import * as services from "../../src/services/index.ts";
import {clientOf, socketPath} from "../support.ts";
import {referencePaths} from "./referencePaths.ts";

/** Methods without the types of their messages: what is common to all tables. */
interface AnyMethod {
  readonly kind: "unary" | "stream";
  readonly request: Schema<unknown> | null;
  readonly response: Schema<unknown> | null;
  readonly wireName: string | null;
}
type AnyService = Service<Readonly<Record<string, AnyMethod>>>;
type AnyCall = (request: unknown) => Promise<unknown> & AsyncIterable<unknown>;

const tables = Object.entries(services)
  .filter(([name]) => name.endsWith("Service"))
  .map(([, table]) => table as unknown as AnyService);

const versions = new Map<unknown, number>([
  [Entity, entityVersions.latest],
  [Node, nodeVersion],
  [Runtime, runtimeVersion],
]);

test("the tables have the methods of the reference, all and no other", () => {
  const paths = tables.flatMap(({name, methods}) =>
    Object.entries(methods).map(([property, {wireName}]) => methodPath(name, property, wireName)),
  );
  expect(paths.sort()).toEqual([...referencePaths].sort());
});

describe("over a socket", () => {
  for (const table of tables) {
    test(`every message of ${table.name} comes through`, async () => {
      const requests: unknown[] = [];
      const call = await calls(table, requests);
      for (const [property, {kind, request, response}] of Object.entries(table.methods)) {
        const sent = sample(request);
        const expected = sample(response);
        const received =
          kind === "unary" ? await call[property]?.(sent) : await first(call[property]?.(sent));
        expect(bytesOf(request, requests.pop()), property).toEqual(bytesOf(request, sent));
        expect(bytesOf(response, received), property).toEqual(bytesOf(response, expected));
      }
    });
  }
});

test("a value of every message encodes and decodes", () => {
  for (const {methods} of tables) {
    for (const {request, response} of Object.values(methods)) {
      for (const schema of [request, response]) {
        if (schema === null) continue;
        const bytes = encode(schema, sample(schema));
        expect(encode(schema, decode(schema, bytes, higherLimits)), schema.name).toEqual(bytes);
      }
    }
  }
});

/** The zero value, or one of a version that there is. */
function sample(schema: Schema<unknown> | null): unknown {
  const zero = schema?.zero();
  const version = versions.get(schema);
  return version === undefined ? zero : {...Object(zero), v: version};
}

function bytesOf(schema: Schema<unknown> | null, value: unknown): Uint8Array | undefined {
  return schema === null ? undefined : encode(schema, value);
}

/** A client of a server that answers every method with the sample and notes what was asked. */
async function calls(table: AnyService, requests: unknown[]): Promise<Readonly<Record<string, AnyCall>>> {
  const answers = Object.entries(table.methods).map(([property, {kind, response}]) => {
    const answer = async (request: unknown) => {
      requests.push(request);
      return sample(response);
    };
    const stream = async function* (request: unknown) {
      yield await answer(request);
    };
    return [property, kind === "unary" ? answer : stream] as const;
  });
  const server = new RpcServer({logger: silentLogger});
  server.register(table, Object.fromEntries(answers) as unknown as Api<AnyService>);
  const path = await socketPath();
  await server.listenUnix(path);
  onTestFinished(() => server.stop(0));
  return clientOf(path).api(table) as unknown as Readonly<Record<string, AnyCall>>;
}

async function first(values: AsyncIterable<unknown> | undefined): Promise<unknown> {
  for await (const value of values ?? []) return value;
  return undefined;
}
