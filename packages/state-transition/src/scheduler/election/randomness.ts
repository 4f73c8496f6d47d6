import {utf8} from "@oasis-node/primitives/bytes";
import {HmacDrbg, MathRand} from "@oasis-node/primitives/drbg";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {committeeKinds, committeeRoles} from "../../committee/index.ts";

/** What the randomness of a beacon is used for; each use has a stream of its own (consensus-paratime §2.3). */
export const electionUses = {
  validators: "EkS-ABCI-Validators",
  entities: "EkS-ABCI-Entities",
} as const;

const kindUses: ReadonlyMap<number, string> = new Map([
  [committeeKinds.executor, "EkS-ABCI-Compute"],
  [committeeKinds.storage, "EkS-ABCI-Storage"],
]);

const roleUses: ReadonlyMap<number, string> = new Map([
  [committeeRoles.worker, "Worker"],
  [committeeRoles.backupWorker, "Backup-Worker"],
]);

/** Name of the stream that fills a role of a kind of committee. */
export function committeeUse(kind: number, role: number): string {
  return `${kindUses.get(kind) ?? ""}${roleUses.get(role) ?? ""}`;
}

/** The random stream of a beacon for a use. Throws `DrbgError` for a beacon of less than 32 bytes. */
export function electionRandom(beacon: Uint8Array, use: string, runtimeId?: Namespace): MathRand {
  const nonce = runtimeId ?? new Uint8Array();
  return new MathRand(new HmacDrbg({entropy: beacon, nonce, personalization: utf8(use)}));
}
