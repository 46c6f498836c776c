import { parseNumber } from './values.ts';

/** What `ngx_parse_url` (core/ngx_inet.c) refuses; `from` and `to` are offsets in the text. */
export interface AddressProblem {
  readonly kind: 'port' | 'port-range' | 'no-host' | 'host' | 'path' | 'scheme' | 'ipv6' | 'no-socket';
  readonly from: number;
  readonly to: number;
}

/** listen: a port may stand alone or be a range, a host may be `*`; path: a path may follow. */
export type AddressUse = 'listen' | 'server' | 'path';

/**
 * The first thing that nginx refuses in an address, a host name that cannot be one included. Whether a host name can be
 * resolved only the machine knows.
 */
export function addressProblem(text: string, use: AddressUse): AddressProblem | undefined {
  const problem = (kind: AddressProblem['kind'], from = 0, to = text.length) => ({ kind, from, to });
  if (/^unix:/i.test(text)) {
    const socket = use === 'path' ? /^[^:]*/.exec(text.slice(5))![0] : text.slice(5);
    return socket === '' ? problem('no-socket') : undefined;
  }
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(text)?.[0];
  if (scheme) return problem('scheme', 0, scheme.length);
  const six = text.startsWith('[');
  const close = six ? text.indexOf(']') : -1;
  if (six && close === -1) return problem('ipv6');
  const path = text.slice(close + 1).search(six ? /\// : /[/?]/);
  const end = path === -1 ? text.length : close + 1 + path;
  if (path !== -1 && use !== 'path') return problem('path', end);
  const colon = text.indexOf(':', close + 1);
  const hasPort = colon !== -1 && colon < end;
  if (six && (hasPort ? colon !== close + 1 : close + 1 !== end)) return problem('host', close + 1, end);
  if (hasPort) {
    const kind = portProblem(text.slice(colon + 1, end), use);
    if (kind) return problem(kind, colon + 1, end);
  } else if (use === 'listen' && !six) {
    const alone = aloneProblem(text);
    if (alone !== 'host') return alone && problem(alone);
  }
  const host = text.slice(0, hasPort ? colon : end);
  if (six) return isIpv6(text.slice(1, close)) ? undefined : problem('ipv6', 0, close + 1);
  if (host === '') return problem('no-host');
  if (use === 'listen' && host === '*') return undefined;
  return isHost(host) ? undefined : problem('host', 0, host.length);
}

/** Whether an address names a port, as upstreams of stream and FastCGI must. */
export const hasPort = (text: string): boolean => /^unix:/i.test(text) || /^(?:\[[^\]]*\]|[^:/]*):\d/.test(text);

/** Digits and dots as nginx reads them: three dots, numbers up to 255, which may be missing (`ngx_inet_addr`). */
export const isIpv4 = (text: string): boolean =>
  /^\d*\.\d*\.\d*\.\d*$/.test(text) && text !== '255.255.255.255' && text.split('.').every((n) => Number(n) <= 255);

/** `ngx_inet6_addr`. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (text === '' || halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)!.at(-1);
  const embedded = last?.includes('.') ? last : undefined;
  if (embedded !== undefined && (!/^\d/.test(embedded) || !isIpv4(embedded) || text === embedded)) return false;
  const flat = groups.flat();
  const hex = embedded === undefined ? flat : flat.slice(0, -1);
  if (!hex.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  const count = hex.length + (embedded === undefined ? 0 : 2);
  return halves.length === 2 ? count < 8 : count === 8;
}

/** An address with or without the length of a prefix (`ngx_ptocidr`). */
export function isNetwork(text: string): boolean {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const length = slash === -1 ? 0 : parseNumber(text.slice(slash + 1));
  if (isIpv4(address)) return length !== undefined && length <= 32;
  return isIpv6(address) && length !== undefined && length <= 128;
}

/** Whether a resolver may know a name: it holds nothing that names cannot hold and is no IPv4 address with too large a number. */
const isHost = (text: string): boolean =>
  isIpv4(text) || (/^[\w.\u0080-\uffff-]+$/.test(text) && !/^\d+(?:\.\d+){3,}$/.test(text));

/** An address without host name, with or without a port (`ngx_parse_addr_port`; brackets without port since 1.27.4). */
export function isAddress(text: string): boolean {
  if (isIpv4(text) || isIpv6(text)) return true;
  const [, six, four, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  if (port !== undefined && !isPort(port)) return false;
  return six === undefined ? port !== undefined && isIpv4(four ?? '') : isIpv6(six);
}

function isPort(text: string): boolean {
  const port = parseNumber(text);
  return port !== undefined && port >= 1 && port <= 65535;
}

function portProblem(text: string, use: AddressUse): AddressProblem['kind'] | undefined {
  const dash = use === 'listen' ? text.indexOf('-') : -1;
  const low = dash === -1 ? text : text.slice(0, dash);
  if (!isPort(low)) return 'port';
  if (dash === -1) return undefined;
  const high = text.slice(dash + 1);
  if (!isPort(high)) return 'port';
  return Number(low) > Number(high) ? 'port-range' : undefined;
}

/** What `listen` makes of a word without colon: a port, a range of ports, else a host; a number too large for nginx is one, too. */
function aloneProblem(text: string): AddressProblem['kind'] | undefined {
  const [, low, high] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (low === undefined || [low, high ?? ''].some((digits) => digits && parseNumber(digits) === undefined)) return 'host';
  return portProblem(high === undefined ? low : text, 'listen');
}
