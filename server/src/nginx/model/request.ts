import type { Source } from '../../core/text.ts';

/** What a person asks about: a URL, or only a path. Texts of it are bytes, one code unit below 256 for each. */
export interface Asked {
  /** undefined where only a path was given. */
  readonly origin: Origin | undefined;
  /** With its query, as a browser sends it. */
  readonly target: string;
}

export interface Origin {
  readonly scheme: 'http' | 'https';
  /** In lower case, without a dot at its end; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
  /** As the Host header has it. */
  readonly header: string;
}

/** Reads `https://example.com/path`, `example.com/path` or `/path`; undefined where it is none of these. */
export function readUrl(text: string): Asked | undefined {
  const trimmed = text.trim();
  // No browser sends what follows.
  const sent = bytesOf(trimmed.replace(/#.*$/s, '')).replace(
    /[\0- \x7f]/g,
    (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  if (sent.startsWith('/')) return { origin: undefined, target: sent };
  const [, scheme = 'http', authority = '', rest = ''] = /^(?:([a-z][a-z\d+.-]*):\/\/)?([^/?]+)(.*)$/is.exec(sent) ?? [];
  const [, host, port] = /^(?:[^@]*@)?(\[[\da-f:.%]+\]|[^:@[\]%]+)(?::(\d{1,5}))?$/i.exec(authority) ?? [];
  const kind = scheme.toLowerCase();
  if (host === undefined || (kind !== 'http' && kind !== 'https')) return undefined;
  const usual = kind === 'http' ? 80 : 443;
  const number = port === undefined ? usual : Number(port);
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === '' || name.includes('..') || number === 0 || number > 65_535) return undefined;
  const header = number === usual ? host : `${host}:${number}`;
  const origin: Origin = { scheme: kind, host: name, port: number, header };
  return { origin, target: rest.startsWith('/') ? rest : `/${rest}` };
}

export interface Uri {
  readonly path: string;
  readonly args: string;
}

/**
 * What nginx makes of the target of a request (`ngx_http_parse_complex_uri`): dots resolved, percent signs decoded, slashes merged.
 * undefined where it answers 400.
 */
export function normalised(target: string, mergeSlashes: boolean): Uri | undefined {
  if (!target.startsWith('/')) return undefined;
  let out = '';
  let state: 'usual' | 'slash' | 'dot' | 'dots' = 'usual';
  for (let i = 0; i < target.length; i++) {
    let c = target[i]!;
    let plain = false;
    if (c === '?') return ended(target.slice(i + 1));
    if (c === '#') break;
    if (c === '%') {
      const [code] = /^[\da-f]{2}/i.exec(target.slice(i + 1, i + 3)) ?? [];
      if (code === undefined || code === '00') return undefined;
      c = String.fromCharCode(Number.parseInt(code, 16));
      // They begin neither a query nor another code.
      plain = c === '%' || c === '#' || c === '?';
      i += 2;
    }
    if (plain) {
      out += c;
      state = 'usual';
    } else if (c === '/') {
      if (state === 'dots') {
        const shorter = parent(out);
        if (shorter === undefined) return undefined;
        out = shorter;
      } else if (state === 'dot') out = out.slice(0, -1);
      else if (state === 'usual' || !mergeSlashes) out += c;
      state = 'slash';
    } else {
      out += c;
      state = c !== '.' ? 'usual' : state === 'slash' ? 'dot' : state === 'dot' ? 'dots' : 'usual';
    }
  }
  return ended('');

  function ended(args: string): Uri | undefined {
    const path = state === 'dots' ? parent(out) : state === 'dot' ? out.slice(0, -1) : out;
    return path === undefined ? undefined : { path, args };
  }
}

/** Without `/..` and the name before it, up to the slash; undefined above the root. */
function parent(path: string): string | undefined {
  const slash = path.lastIndexOf('/', path.length - 4);
  return path.length < 4 || slash === -1 ? undefined : path.slice(0, slash + 1);
}

/** The bytes that nginx reads in a file. */
export function bytesOf(text: string, encoding: Source['encoding'] = 'utf8'): string {
  if (encoding === 'latin1' || !/[^\0-\x7f]/.test(text)) return text;
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Bytes for a reader: as UTF-8, where they are. */
export function shownBytes(bytes: string): string {
  if (!/[^\0-\x7f]/.test(bytes)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
  } catch {
    return bytes;
  }
}
