import {struct, u8, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {enumeration} from "../enumeration/index.ts";

/** Why stake is slashed; from 0x80 on by a runtime (consensus-core §4.2). */
export const slashReasons = {
  consensusEquivocation: 0x00,
  beaconInvalidCommit: 0x01,
  beaconInvalidReveal: 0x02,
  beaconNonparticipation: 0x03,
  consensusLightClientAttack: 0x04,
  runtimeIncorrectResults: 0x80,
  runtimeEquivocation: 0x81,
} as const;

/** One of `slashReasons`; an integer in CBOR, text in JSON. */
export const SlashReason = enumeration("staking.SlashReason", u8, slashReasons);
export type SlashReason = ValueOf<typeof SlashReason>;

/** What is slashed: base units, and for how many epochs the node is frozen (consensus-core §4.2). */
export const Slash = struct("staking.Slash", {amount: Quantity, freezeInterval: Epoch});
export type Slash = ValueOf<typeof Slash>;
