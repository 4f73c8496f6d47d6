import {list, nullable, struct, u8, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey} from "@oasis-node/primitives/signature";
import {enumeration} from "../enumeration/index.ts";

/** Roles of a committee member (consensus-paratime §2.1). */
export const committeeRoles = {invalid: 0, worker: 1, backupWorker: 2} as const;

/** One of `committeeRoles`; an integer in CBOR, text in JSON. */
export const CommitteeRole = enumeration("scheduler.Role", u8, committeeRoles, {writeOnly: ["invalid"]});
export type CommitteeRole = ValueOf<typeof CommitteeRole>;

/** Kinds of committee (consensus-paratime §2.1). */
export const committeeKinds = {invalid: 0, executor: 1, storage: 2} as const;

/** One of `committeeKinds`; an integer in CBOR, text in JSON. */
export const CommitteeKind = enumeration("scheduler.CommitteeKind", u8, committeeKinds, {
  writeOnly: ["invalid"],
});
export type CommitteeKind = ValueOf<typeof CommitteeKind>;

/** A member of a committee, by node key. */
export const CommitteeNode = struct("scheduler.CommitteeNode", {role: CommitteeRole, publicKey: PublicKey});
export type CommitteeNode = ValueOf<typeof CommitteeNode>;

/** A committee of a runtime for one epoch, state key `60` (consensus-paratime §2.1). */
export const Committee = struct("scheduler.Committee", {
  kind: CommitteeKind,
  members: list(nullable(CommitteeNode)),
  runtimeId: Namespace,
  validFor: Epoch,
});
export type Committee = ValueOf<typeof Committee>;
