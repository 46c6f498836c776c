/** The states of a TCP socket, in the kernel's order and numbers (include/net/tcp_states.h); 0 is what was not said. */
export const tcpStates = [
  'UNKNOWN',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'NEW_SYN_RECV',
] as const;
export type TcpState = (typeof tcpStates)[number];

/** How many sockets are in each state; by the state's number. */
export type Counts = number[];

/** TCP sockets as they were, counted. Addresses are text, IPv6 in brackets, IPv4 mapped into IPv6 as IPv4. */
export interface Picture {
  /** `proc`: the kernel's tables, which name the owner by inode; `pasted`: what a person was shown. */
  readonly source: 'proc' | 'pasted';
  readonly total: number;
  readonly states: Counts;
  /** Connections that this machine opened, by `address:port` of the peer. */
  readonly outgoing: ReadonlyMap<string, Outgoing>;
  /** Connections that it accepted, by its own port. */
  readonly incoming: ReadonlyMap<string, Counts>;
  /** Whether the listening sockets were among them; else the ports alone tell who opened a connection. */
  readonly sure: boolean;
  /** Of sockets in CLOSE_WAIT, where the table has them. */
  readonly closeWaitInodes: readonly string[];
  /** `nginx (812)`, as ss -p and netstat -p name the owners of sockets in CLOSE_WAIT. */
  readonly closeWaitOwners: ReadonlyMap<string, number>;
  /** Lines that are no socket. */
  readonly skipped: number;
}

export interface Outgoing {
  readonly states: Counts;
  /** Every socket takes one port of its local address. */
  readonly byLocal: ReadonlyMap<string, number>;
}

/** First and last port that the kernel gives to outgoing connections: net.ipv4.ip_local_port_range. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** One text, a character for each byte, twice: numbers are quicker to look at, strings to take pieces of. */
export interface Latin1 {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const latin1 = (text: string): Latin1 => ({ text, bytes: Uint8Array.from(text, (c) => c.charCodeAt(0)) });

export const defaultPorts: PortRange = { first: 32768, last: 60999 };

/**
 * Reads the kernel's socket tables (`/proc/net/tcp`, `/proc/net/tcp6`) or what `ss -tan`, `ss -an`, `netstat -tan` print, with
 * or without their header. The direction of a connection is told by the listening sockets; where there are none, by which of
 * its ports is one that the kernel gives to outgoing connections.
 */
export function readSockets(given: readonly (string | Latin1)[], ports: PortRange = defaultPorts): Picture {
  const texts = given.map((text) => (typeof text === 'string' ? latin1(text) : text));
  const proc = texts.some(({ text }) => /^\s*sl\s+local_address/.test(text));
  const listening = new Uint8Array(ports16);
  for (const text of texts) (proc ? listenersOfProc : listenersOfPasted)(text, listening);
  const sure = listening.includes(1);
  const table = tableOf(listening, sure ? undefined : ports, proc ? 16 : 10);
  let skipped = 0;
  for (const text of texts) skipped += (proc ? readProc : readPasted)(text, table);
  return {
    source: proc ? 'proc' : 'pasted',
    total: sum(table.states),
    states: table.states,
    outgoing: merged(table.outgoing, proc ? nameOfHex : nameOfText, proc ? 16 : 10),
    incoming: new Map([...table.incoming].map(([port, counts]) => [String(port), counts])),
    sure,
    closeWaitInodes: table.inodes,
    closeWaitOwners: table.owners,
    skipped,
  };
}

/** All sockets of a count. */
export const sum = (counts: Counts): number => counts.reduce((a, b) => a + b, 0);

const listen = tcpStates.indexOf('LISTEN');
const closeWait = tcpStates.indexOf('CLOSE_WAIT');

const ports16 = 65536;

/** Enough to name the programs; the table may have a million. */
const mostInodes = 100_000;

interface Table {
  readonly states: Counts;
  readonly outgoing: Map<string, { states: Counts; byLocal: Map<string, number> }>;
  readonly incoming: Map<number, Counts>;
  readonly inodes: string[];
  readonly owners: Map<string, number>;
  /** Offsets into the text: of the local host, the peer with its port, and what stands behind. */
  add(of: Latin1, state: number, port: number, local: number, localEnd: number, peer: number, peerEnd: number): void;
}

function tableOf(listening: Uint8Array, ports: PortRange | undefined, base: 10 | 16): Table {
  const states: Counts = tcpStates.map(() => 0);
  const outgoing: Table['outgoing'] = new Map();
  const incoming: Table['incoming'] = new Map();
  return {
    states,
    outgoing,
    incoming,
    inodes: [],
    owners: new Map(),
    add({ text, bytes }, state, port, local, localEnd, peer, peerEnd) {
      states[state]!++;
      if (state === listen) return;
      const accepted = ports ? !within(port, ports) || within(portBefore(bytes, peerEnd, base), ports) : listening[port] === 1;
      if (accepted) {
        let counts = incoming.get(port);
        if (!counts) {
          counts = tcpStates.map(() => 0);
          incoming.set(port, counts);
        }
        counts[state]!++;
        return;
      }
      const address = text.slice(peer, peerEnd);
      let to = outgoing.get(address);
      if (!to) {
        to = { states: tcpStates.map(() => 0), byLocal: new Map() };
        outgoing.set(address, to);
      }
      to.states[state]!++;
      const host = text.slice(local, localEnd);
      to.byLocal.set(host, (to.byLocal.get(host) ?? 0) + 1);
    },
  };
}

const within = (port: number, { first, last }: PortRange) => port >= first && port <= last;

/** A digit of base 16 or 10 by its character; large for any other. */
const digit = (c: number) => (c < 58 ? c - 48 : c < 71 ? c - 55 : c > 96 && c < 103 ? c - 87 : 99);

/** The port that a token ends with; names of services, which only `-n` prevents, have none. */
function portBefore(bytes: Uint8Array, end: number, base: 10 | 16): number {
  let port = 0;
  let scale = 1;
  for (let i = end - 1; i >= 0; i--) {
    const c = bytes[i]!;
    if (c === 58) return port;
    const d = digit(c);
    if (d >= base || d < 0) return 0;
    port += d * scale;
    scale *= base;
  }
  return 0;
}

/** Where the columns of a line of the kernel's table begin; the width of an address is that of the table. */
function listenersOfProc(of: Latin1, listening: Uint8Array): void {
  const { bytes } = of;
  eachProcLine(of, (at, width) => {
    const stateAt = at + 2 * width + 12;
    if (bytes[stateAt]! === 48 && bytes[stateAt + 1]! === 65) listening[portBefore(bytes, at + width + 5, 16)] = 1;
  });
}

function readProc(of: Latin1, table: Table): number {
  const { text, bytes } = of;
  return eachProcLine(of, (at, width, end) => {
    const peer = at + width + 6;
    const stateAt = peer + width + 6;
    const state = digit(bytes[stateAt]!) * 16 + digit(bytes[stateAt + 1]!);
    const known = state < tcpStates.length ? state : 0;
    const port = portBefore(bytes, at + width + 5, 16);
    table.add(of, known, port, at, at + width, peer, peer + width + 5);
    if (known !== closeWait || table.inodes.length >= mostInodes) return;
    const inode = text
      .slice(stateAt + 3, end)
      .trim()
      .split(/ +/)[5];
    if (inode) table.inodes.push(inode);
  });
}

/** Calls with the offset of the local address, the width of an address and the end of the line; gives the number of other lines. */
function eachProcLine({ bytes }: Latin1, use: (at: number, width: number, end: number) => void): number {
  let skipped = 0;
  for (let at = bytes.indexOf(10) + 1; at > 0 && at < bytes.length; ) {
    let end = bytes.indexOf(10, at);
    if (end < 0) end = bytes.length;
    let local = at;
    while (local < end && bytes[local]! !== 58) local++;
    local += 2;
    const width = bytes[local + 8]! === 58 ? 8 : 32;
    const fits = local + 2 * width + 14 <= end && bytes[local + width]! === 58;
    if (fits && bytes[local + 2 * width + 6]! === 58) use(local, width, end);
    else if (end > at) skipped++;
    at = end + 1;
  }
  return skipped;
}

/** How the words of the programs' states are written: ss abbreviates, netstat does not. */
const stateNames: ReadonlyMap<string, number> = new Map([
  ...tcpStates.flatMap((name, i) => [[name, i] as const, [name.replace(/_/g, '-'), i] as const]),
  ['ESTAB', tcpStates.indexOf('ESTABLISHED')],
  ['SYN_RECEIVED', tcpStates.indexOf('SYN_RECV')],
  ['FIN-WAIT-1', tcpStates.indexOf('FIN_WAIT1')],
  ['FIN-WAIT-2', tcpStates.indexOf('FIN_WAIT2')],
  ['UNCONN', tcpStates.indexOf('CLOSE')],
  ['CLOSED', tcpStates.indexOf('CLOSE')],
]);

function listenersOfPasted({ text, bytes }: Latin1, listening: Uint8Array): void {
  for (let at = text.indexOf('LISTEN'); at >= 0; at = text.indexOf('LISTEN', at + 6)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const end = text.indexOf('\n', at);
    const line = text.slice(start, end < 0 ? text.length : end);
    const local = /\S*:(?=[\d*])\S*/.exec(line);
    if (local) listening[portBefore(bytes, start + local.index + local[0].length, 10)] = 1;
  }
  listening[0] = 0;
}

const isBlank = (c: number) => c === 32 || c === 9 || c === 13;

/** At most that many words of a line matter. */
const words = 7;

/** ss: [Netid] [State] Recv-Q Send-Q Local Peer; netstat: Proto Recv-Q Send-Q Local Foreign State. */
function readPasted(of: Latin1, table: Table): number {
  const { text, bytes } = of;
  const starts = new Int32Array(words);
  const ends = new Int32Array(words);
  let skipped = 0;
  let lastWord = '';
  let lastState: number | undefined;
  const stateAt = (i: number, n: number): number | undefined => {
    if (i >= n) return undefined;
    // Neighbours are mostly alike.
    if (ends[i]! - starts[i]! === lastWord.length && text.startsWith(lastWord, starts[i])) return lastState;
    lastWord = text.slice(starts[i], ends[i]);
    lastState = stateNames.get(lastWord);
    return lastState;
  };
  for (let at = 0; at < bytes.length; ) {
    let n = 0;
    let i = at;
    while (n < words) {
      while (isBlank(bytes[i]!)) i++;
      // The end of the line, or (no number) of the text.
      if (!(bytes[i]! > 32)) break;
      starts[n] = i;
      while (bytes[i]! > 32) i++;
      ends[n++] = i;
    }
    let end = bytes.indexOf(10, i);
    if (end < 0) end = bytes.length;
    at = end + 1;
    if (n === 0) continue;
    const first = bytes[starts[0]!]!;
    let state = stateAt(0, n);
    let column = 3;
    // Lower case: the name of a protocol.
    if (state === undefined && first > 96) {
      if (!text.startsWith('tcp', starts[0])) continue;
      state = stateAt(1, n);
      column = state === undefined ? 3 : 4;
      state ??= stateAt(5, n);
    } else if (state === undefined && first > 47 && first < 58) {
      // `ss state time-wait` leaves out the column that would say so.
      state = 0;
      column = 2;
    }
    if (state === undefined || column + 1 >= n) {
      if (!/^(?:State|Netid|Recv-Q|Proto|Active)/.test(text.slice(starts[0], ends[0]))) skipped++;
      continue;
    }
    const [local, localEnd, peer, peerEnd] = [starts[column]!, ends[column]!, starts[column + 1]!, ends[column + 1]!];
    const colon = bytes.lastIndexOf(58, localEnd - 1);
    if (colon <= local && bytes[local]! !== 58) {
      skipped++;
      continue;
    }
    table.add(of, state, portBefore(bytes, localEnd, 10), local, colon, peer, peerEnd);
    if (state === closeWait) addOwner(table.owners, text.slice(peerEnd, end));
  }
  return skipped;
}

/** `users:(("java",pid=812,fd=7))` of ss -p, `812/java` of netstat -p. */
function addOwner(owners: Map<string, number>, rest: string): void {
  const ss = /users:\(\("([^"]+)",pid=(\d+)/.exec(rest);
  const netstat = ss ? undefined : /\s(\d+)\/(\S+)/.exec(rest);
  const owner = ss ? `${ss[1]} (${ss[2]})` : netstat && `${netstat[2]} (${netstat[1]})`;
  if (owner) owners.set(owner, (owners.get(owner) ?? 0) + 1);
}

function merged(table: Table['outgoing'], name: (host: string) => string, base: 10 | 16): Map<string, Outgoing> {
  const out = new Map<string, { states: Counts; byLocal: Map<string, number> }>();
  for (const [address, { states, byLocal }] of table) {
    const colon = address.lastIndexOf(':');
    const port = base === 16 ? String(Number.parseInt(address.slice(colon + 1), 16)) : address.slice(colon + 1);
    const peer = `${name(address.slice(0, colon))}:${port}`;
    let to = out.get(peer);
    if (!to) {
      to = { states: tcpStates.map(() => 0), byLocal: new Map() };
      out.set(peer, to);
    }
    for (const [i, n] of states.entries()) to.states[i]! += n;
    for (const [host, n] of byLocal) to.byLocal.set(name(host), (to.byLocal.get(name(host)) ?? 0) + n);
  }
  return out;
}

/** `[::ffff:10.0.0.1]` is 10.0.0.1; what stands behind `%` is an interface. */
function nameOfText(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const mapped = /^::ffff:([\d.]+)$/i.exec(bare);
  if (mapped) return mapped[1]!;
  return bare.includes(':') ? `[${bare.toLowerCase()}]` : bare;
}

/** Words of 32 bits in the byte order of the machine, which is little-endian nearly everywhere. */
function nameOfHex(hex: string): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8)
    for (let byte = 6; byte >= 0; byte -= 2) bytes.push(Number.parseInt(hex.slice(word + byte, word + byte + 2), 16));
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 255 && bytes[11] === 255) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  return `[${compressed(groups)}]`;
}

/** The longest run of zeros as `::` (RFC 5952). */
function compressed(groups: readonly string[]): string {
  let [best, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let j = i;
    while (groups[j] === '0') j++;
    if (j - i > length) [best, length] = [i, j - i];
  }
  if (best < 0) return groups.join(':');
  return `${groups.slice(0, best).join(':')}::${groups.slice(best + length).join(':')}`;
}
