import {existsSync, readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, higherLimits, type Schema} from "@oasis-node/primitives/cbor";
import {describe, expect, test} from "vitest";
import {
  beaconService,
  consensusLightService,
  consensusService,
  governanceService,
  registryService,
  roothashService,
  schedulerService,
  stakingService,
} from "../../src/services/index.ts";

/** Schema of each recorded answer, by the name it has in the recordings. */
const answers: Readonly<Record<string, Schema<unknown> | null>> = {
  block: any(consensusService.methods.getBlock),
  txs: any(consensusService.methods.getTransactionsWithResults),
  light_block: any(consensusLightService.methods.getLightBlock),
  parameters: any(consensusLightService.methods.getParameters),
  epoch: any(beaconService.methods.getEpoch),
  future_epoch: any(beaconService.methods.getFutureEpoch),
  beacon: any(beaconService.methods.getBeacon),
  staking_events: any(stakingService.methods.getEvents),
  registry_events: any(registryService.methods.getEvents),
  governance_events: any(governanceService.methods.getEvents),
  roothash_events: any(roothashService.methods.getEvents),
  validators: any(schedulerService.methods.getValidators),
  runtimes: any(registryService.methods.getRuntimes),
};

describe("what the reference answered", () => {
  for (const chain of ["chain-1", "chain-2", "chain-3", "chain-5"]) {
    const file = recorded(chain);
    const isThere = existsSync(file);
    test.skipIf(!isThere)(
      `at all heights of ${chain} is what we would send${isThere ? "" : ": no recording"}`,
      () => {
        const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
        const seen = new Set<string>();
        for (const line of lines) {
          for (const [key, value] of Object.entries(JSON.parse(line))) {
            if (!key.endsWith("_cbor")) continue;
            const name = key.slice(0, -"_cbor".length);
            const schema = answers[name];
            if (schema === undefined || schema === null) throw new TypeError(`no schema for ${name}`);
            const bytes = Buffer.from(String(value), "base64");
            seen.add(name);
            const again = encode(schema, decode(schema, bytes, higherLimits));
            if (Buffer.compare(again, bytes) !== 0) expect(toHex(again), name).toBe(toHex(bytes));
          }
        }
        expect(seen.size).toBeGreaterThan(10);
      },
    );
  }
});

/** Among the project's own recordings, or beside the project, where all of them are. */
function recorded(chain: string): URL {
  const folders = ["../../../../test/vectors", "../../../../../shared/vectors"];
  const files = folders.map(
    (folder) => new URL(`${folder}/${chain}/export/blocks.jsonl.gz`, import.meta.url),
  );
  const [own, beside] = files;
  return own !== undefined && existsSync(own) ? own : (beside ?? new URL(import.meta.url));
}

/** The answer of a method, whatever its type: it is only decoded and encoded again. */
function any<T>({response}: {readonly response: Schema<T> | null}): Schema<unknown> | null {
  return response as Schema<unknown> | null;
}
