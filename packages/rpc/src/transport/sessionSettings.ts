const mebibyte = 1024 * 1024;

/** Megabytes that the HTTP/2 of one connection may use; beyond it new calls are refused. Two messages of the largest size. */
const sessionMemory = 256;

/** How many bytes the other side may send ahead: of one call, and of all of one connection. */
export const windows = {stream: mebibyte, connection: 8 * mebibyte} as const;

/** What servers and clients set alike. */
export const sessionOptions = {
  maxSessionMemory: sessionMemory,
  settings: {initialWindowSize: windows.stream, enablePush: false},
} as const;
