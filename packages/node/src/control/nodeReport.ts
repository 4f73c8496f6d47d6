import {neverAborted} from "@oasis-node/primitives/abort";
import type {Api} from "@oasis-node/rpc/service";
import type {nodeReportService} from "@oasis-node/rpc/services/nodeReport";
import type {RegistrationStatus} from "@oasis-node/worker/registration";

export interface ReportedNode {
  readonly registration: {status(signal: AbortSignal): Promise<RegistrationStatus>};
}

/** What the node tells people of itself, beyond what `control status` has room for. */
export function nodeReport({registration}: ReportedNode): Api<typeof nodeReportService> {
  return {
    getRegistration: async (_request, {signal = neverAborted()} = {}) => {
      const {lastRegistration, stake} = await registration.status(signal);
      const rows = stake?.rows.map(({claim, need, have, missing}) => ({claim, need, have, missing}));
      return {lastRegistration, stake: rows ?? null};
    },
  };
}
