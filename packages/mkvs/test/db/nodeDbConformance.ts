import {afterEach, beforeEach, describe} from "vitest";
import type {NodeDb} from "../../src/db/index.ts";
import type {Backend} from "./conformance/backend.ts";
import {describeCommit} from "./conformance/commit.ts";
import {describeFinalize} from "./conformance/finalize.ts";
import {describeMultipart} from "./conformance/multipart.ts";
import {describeForks, describePrune} from "./conformance/prune.ts";
import {describeVersions} from "./conformance/versions.ts";
import {describeWriteLogs} from "./conformance/writeLogs.ts";

/** What every node database does (primitives-mkvs §4.11). */
export function describeNodeDb(backend: Backend): void {
  describe(`node database (${backend.name})`, () => {
    let db: NodeDb;
    beforeEach(async () => {
      db = await backend.open();
    });
    afterEach(() => backend.close());
    const current = (): NodeDb => db;
    describeVersions(current);
    describeCommit(current);
    describeFinalize(current);
    describePrune(current);
    describeForks(current);
    describeWriteLogs(current, backend);
    describeMultipart(current);
  });
}
