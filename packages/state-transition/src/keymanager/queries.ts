import type {Namespace} from "@oasis-node/primitives/namespace";
import {nullWhenEmpty} from "../storedValue/index.ts";
import {keymanagerErrors} from "./errors.ts";
import type {KeymanagerState} from "./state.ts";
import type {KeymanagerStatus} from "./types/index.ts";

/** What clients ask of the key manager (`keymanager/api.Backend`). */
export const keymanagerQueries = {
  /** Throws (keymanager, 1). */
  status: (state: KeymanagerState, id: Namespace): KeymanagerStatus => {
    const status = state.status(id);
    if (status === null) throw keymanagerErrors.noSuchStatus();
    return status;
  },

  /** Null without any, as on the wire. */
  statuses: (state: KeymanagerState): KeymanagerStatus[] | null => nullWhenEmpty(state.statuses()),
} as const;
