import {readFile} from "node:fs/promises";
import type {Logger} from "@oasis-node/primitives/log";

/** Open files that a node may need at once (cli-config-grpc §1.3). */
const wanted = 50_000n;

/**
 * Warns when the system lets the process have few open files. The reference does not start then; this node needs fewer, and its
 * connections are limited. `asked` is what the operator wants set, which only the process that starts the node can do.
 */
export async function checkDescriptors(asked: bigint | null, logger: Logger): Promise<void> {
  const limit = await descriptorLimit();
  const required = asked ?? wanted;
  if (limit === null || limit >= required) return;
  logger.warn(`too low RLIMIT_NOFILE, current: ${limit} required: ${required}`, {
    remedy: `start the node with "ulimit -n ${required}", or LimitNOFILE=${required} in its systemd unit`,
  });
}

/** The soft limit; null where the system has none or does not tell. */
async function descriptorLimit(): Promise<bigint | null> {
  try {
    const limits = await readFile("/proc/self/limits", "utf8");
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return soft === undefined ? null : BigInt(soft);
  } catch {
    return null;
  }
}
