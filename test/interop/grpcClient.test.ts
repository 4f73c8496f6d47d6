import {Client, credentials, type ServiceError, status} from "@grpc/grpc-js";
import {type Localnet, startLocalnet} from "@oasis-node/localnet/localnet";
import {decode, encode, i64, text} from "@oasis-node/primitives/cbor";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import {afterAll, beforeAll, describe, expect, test} from "vitest";

/** The gRPC implementation of others knows nothing of ours: frames, statuses and streams have to be the standard's. */
let localnet: Localnet;
let client: Client;

beforeAll(async () => {
  localnet = await startLocalnet();
  client = new Client(`unix:${localnet.paths.socket}`, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await localnet.stop();
});

const raw = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

function call(path: string, request: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(`/oasis-core.${path}`, raw, raw, request, (error, response) => {
      if (error !== null || response === undefined) reject(error);
      else resolve(new Uint8Array(response));
    });
  });
}

const nothing = new Uint8Array();

describe("a stock gRPC client", () => {
  test("gets answers", async () => {
    expect(decode(text, await call("Consensus/GetChainContext", nothing))).toBe(localnet.chainContext);
    expect(decode(text, await call("Staking/TokenSymbol", nothing))).toBe("TEST");
  });

  test("gets errors with the standard's status and the reference's details", async () => {
    const error: ServiceError = await call(
      "Governance/Proposal",
      Uint8Array.of(0xa1, 0x62, 0x69, 0x64, 0x07),
    ).then(
      () => {
        throw new RangeError("there is no such proposal");
      },
      (reason) => reason,
    );
    expect(error.code).toBe(status.UNKNOWN);
    expect(error.details).toBe("governance: no such proposal");
    const [details] = error.metadata.get("grpc-status-details-bin");
    expect(Buffer.isBuffer(details) && details.includes("module")).toBe(true);
  });

  test("is told what is not served", async () => {
    await expect(call("Nothing/AtAll", nothing)).rejects.toMatchObject({code: status.UNIMPLEMENTED});
  });

  test("reads a stream until it has enough", async () => {
    const stream = client.makeServerStreamRequest("/oasis-core.Consensus/WatchBlocks", raw, raw, nothing);
    const heights: bigint[] = [];
    for await (const message of stream) {
      heights.push(decode(ConsensusBlock, new Uint8Array(message)).height);
      if (heights.length === 2) break;
    }
    expect(heights[1]).toBe((heights[0] ?? 0n) + 1n);
  });

  test("asks for a height", async () => {
    const block = decode(ConsensusBlock, await call("Consensus/GetBlock", encode(i64, latestHeight)));
    expect(block.height).toBeGreaterThan(0n);
  });
});
