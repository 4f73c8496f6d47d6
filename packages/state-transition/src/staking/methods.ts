import {defineMethods} from "../consensus/index.ts";
import {
  Allow,
  AmendCommissionSchedule,
  Burn,
  Escrow,
  ReclaimEscrow,
  Transfer,
  Withdraw,
} from "./types/bodies.ts";

/** Transaction methods of staking (consensus-core §4.5). */
export const stakingMethods = defineMethods("staking", {
  Transfer: {body: Transfer},
  Burn: {body: Burn},
  AddEscrow: {body: Escrow},
  ReclaimEscrow: {body: ReclaimEscrow},
  AmendCommissionSchedule: {body: AmendCommissionSchedule},
  Allow: {body: Allow},
  Withdraw: {body: Withdraw},
});
