import { resolve } from 'node:path';
import { renderer } from '../../core/render.ts';
import type { Finding } from '../../core/rule.ts';
import { linesOf, type Span } from '../../core/text.ts';
import type { Target } from '../../core/version.ts';
import { nodeHost, toSlashes } from '../../disk/host.ts';
import { type Picture, tcpStates } from '../../machine/sockets.ts';
import type { Destination } from '../../nginx/model/destinations.ts';
import { type CheckResult, createService, docsUrl, rules } from '../../service/service.ts';
import { spanOfSetting } from '../../sysctl/model/model.ts';
import { displayName } from '../files.ts';
import type { Io } from '../io.ts';
import type { Options } from '../options.ts';
import { runningValue } from './machine.ts';

/** What the files of a machine say about its sockets. */
export interface Configured {
  /** The value of a key, by its path below /proc/sys. */
  value(path: string): string | undefined;
  differences(proc: string): Promise<Difference[]>;
  explanations(picture: Picture): Explanation[];
}

/** A key whose running value is another than what the files end up with. */
export interface Difference {
  readonly key: string;
  readonly running: string;
  readonly files: string;
  readonly at: Place;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

export interface Explanation {
  readonly peer: string;
  readonly timeWait: number;
  readonly upstream?: string;
  readonly at: Place;
  readonly rule: string;
  readonly message: string;
  readonly url: string;
}

/** How the configuration looks at connections that are opened again and again, most telling first. */
const telling = [
  'nginx/upstream-keepalive-inert',
  'nginx/keepalive-before-balancer',
  'nginx/websocket-map-close',
  'nginx/connection-forwarded',
  'nginx/keepalive-zero',
  'nginx/fastcgi-keepalive-inert',
  'nginx/keepalive-parameters-unused',
  'nginx/upstream-without-keepalive',
  'nginx/literal-proxy-pass',
];

const timeWait = tcpStates.indexOf('TIME_WAIT');

/** A part of its own, for it loads the whole engine. What did not change is not judged again. */
export function configurations(
  io: Io,
  options: Options,
  target: Target | undefined,
): (files: readonly string[]) => Promise<Configured> {
  const config = typeof options.config === 'string' ? toSlashes(resolve(io.cwd, options.config)) : options.config;
  const service = createService({ host: nodeHost(), target, config, onCrash: () => {} });
  return async (files) => {
    const checked = await service.check(files);
    return {
      value: (path) => checked.settings().find((a) => a.path === path)?.value.text,
      differences: (proc) => differencesOf(proc, checked, io.cwd),
      explanations: (picture) => explain(picture, checked, io, options),
    };
  };
}

/** What `sysctl -a` would show another value of than the files say, where both are numbers or words. */
async function differencesOf(proc: string, checked: CheckResult, cwd: string): Promise<Difference[]> {
  const byKey = new Map<string, { readonly wanted: string; readonly at: Span }[]>();
  for (const a of checked.settings()) {
    const wanted = (a.numbers ?? [a.value.text.trim().replace(/\s+/g, ' ')]).join(' ');
    byKey.set(a.path, [...(byKey.get(a.path) ?? []), { wanted, at: spanOfSetting(a) }]);
  }
  const out: Difference[] = [];
  for (const [path, candidates] of byKey) {
    const running = await runningValue(proc, path);
    // The programs that apply the files may end up with different values: one of them is enough.
    if (running === undefined || candidates.some((c) => same(c.wanted, running))) continue;
    const { wanted, at } = candidates[0]!;
    out.push({ key: path.replaceAll('/', '.'), running, files: wanted, at: placeOf(checked, at, cwd) });
  }
  return out;
}

/** A vector may be given in part. */
const same = (wanted: string, running: string) => running === wanted || running.startsWith(`${wanted} `);

function placeOf({ sources }: CheckResult, { file, start }: Span, cwd: string): Place {
  const source = sources.get(file);
  return { path: displayName(file, cwd), line: source ? linesOf(source).position(start).line + 1 : 1 };
}

/** For each destination with sockets in TIME_WAIT, the finding at its upstream or passes that tells why they are there. */
function explain(picture: Picture, checked: CheckResult, io: Io, { locale }: Options): Explanation[] {
  const byAddress = new Map<string, Destination[]>();
  for (const d of checked.destinations()) {
    const hosts = d.host === 'localhost' ? ['127.0.0.1', '[::1]'] : [d.host];
    for (const host of hosts) byAddress.set(`${host}:${d.port}`, [...(byAddress.get(`${host}:${d.port}`) ?? []), d]);
  }
  const texts = renderer(rules, locale, (span) => {
    const { path, line } = placeOf(checked, span, io.cwd);
    return `${path}:${line}`;
  });
  const out: Explanation[] = [];
  for (const [peer, { states }] of picture.outgoing) {
    const count = states[timeWait]!;
    if (count === 0) continue;
    for (const destination of byAddress.get(peer) ?? []) {
      const finding = telling
        .map((rule) => checked.findings.find((f) => f.rule === rule && isAbout(f, destination)))
        .find((f) => f !== undefined);
      if (!finding) continue;
      const at = finding.related[0] && destination.upstream !== undefined ? destination.at : finding.at;
      out.push({
        peer,
        timeWait: count,
        ...(destination.upstream === undefined ? {} : { upstream: destination.upstream }),
        at: placeOf(checked, at, io.cwd),
        rule: finding.rule,
        message: texts.message(finding),
        url: docsUrl(finding.rule, locale),
      });
      break;
    }
  }
  return out.sort((a, b) => b.timeWait - a.timeWait || (a.peer < b.peer ? -1 : 1));
}

const isAbout = ({ at, related }: Finding, { places }: Destination) =>
  [at, ...related.map((r) => r.at)].some((span) =>
    places.some((p) => p.file === span.file && p.start < span.end && span.start < p.end),
  );
