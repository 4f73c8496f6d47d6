/** Parsers of what Linux tells about a process (proc(5)). They take any text: what is not there is left out. */

/** Of `getconf CLK_TCK`: the same on every Linux. */
const ticksPerSecond = 100;
const kibibyte = 1024;

/** Seconds of processor time from `/proc/self/stat`, or `null`. */
export function cpuSeconds(stat: string): {readonly user: number; readonly system: number} | null {
  // The program's name, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [wholeNumber(fields[11]), wholeNumber(fields[12])];
  if (user === null || system === null) return null;
  return {user: user / ticksPerSecond, system: system / ticksPerSecond};
}

/** Bytes from a line such as `RssAnon:  123 kB` of `/proc/self/status`, or `null`. */
export function memoryBytes(status: string, name: string): number | null {
  const kibibytes = figureOf(status, name);
  return kibibytes === null ? null : kibibytes * kibibyte;
}

/** Bytes from `/proc/self/io`, such as `read_bytes`, or `null`. */
export function ioBytes(io: string, name: string): number | null {
  return figureOf(io, name);
}

export interface DeviceFigures {
  readonly device: string;
  readonly receivedBytes: number;
  readonly receivedPackets: number;
  readonly sentBytes: number;
  readonly sentPackets: number;
}

/** The devices of `/proc/self/net/dev`. */
export function deviceFigures(dev: string): readonly DeviceFigures[] {
  return dev.split("\n").flatMap((line) => {
    const [device, rest] = line.split(/:\s*/);
    const fields = rest?.trim().split(/\s+/) ?? [];
    const [receivedBytes, receivedPackets] = [wholeNumber(fields[0]), wholeNumber(fields[1])];
    const [sentBytes, sentPackets] = [wholeNumber(fields[8]), wholeNumber(fields[9])];
    if (device === undefined || receivedBytes === null || receivedPackets === null) return [];
    if (sentBytes === null || sentPackets === null) return [];
    return [{device: device.trim(), receivedBytes, receivedPackets, sentBytes, sentPackets}];
  });
}

function figureOf(text: string, name: string): number | null {
  const line = text.split("\n").find((each) => each.startsWith(`${name}:`));
  return wholeNumber(
    line
      ?.slice(name.length + 1)
      .trim()
      .split(" ")[0],
  );
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : null;
}
