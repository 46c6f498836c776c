import { spawnSync } from 'node:child_process';
import { applyFixes } from '../../server/src/core/fix.ts';
import { memoryHost } from '../../server/src/core/host.ts';
import { parseTargets } from '../../server/src/core/targets.ts';
import type { Source } from '../../server/src/core/text.ts';
import { createService } from '../../server/src/service/service.ts';
import { mainFile } from '../nginx/main-file.ts';
import type { Case } from './cases.ts';
import type { Experiment, Measured } from './experiments.ts';

export interface Nginx {
  readonly binary: string;
  readonly version: string;
}

/** nginx as Debian has it, or the one that KEEPALINT_NGINX names; undefined where there is none. */
export function findNginx(): Nginx | undefined {
  for (const binary of process.env.KEEPALINT_NGINX ? [process.env.KEEPALINT_NGINX] : ['nginx', '/usr/sbin/nginx']) {
    const version = /nginx\/(\d+\.\d+\.\d+)/.exec(spawnSync(binary, ['-v'], { encoding: 'utf8' }).stderr ?? '')?.[1];
    if (version) return { binary, version };
  }
  return undefined;
}

/** What a rule's own fix makes of a configuration, for that release; undefined where the rule says nothing. */
export async function fixed(text: string, rule: string, version: string): Promise<string | undefined> {
  const path = '/lab/nginx.conf';
  const source: Source = { path, text, encoding: 'utf8' };
  const parsed = parseTargets([`nginx=${version}`]);
  if ('problem' in parsed) throw new Error(parsed.problem.message.en);
  const service = createService({
    host: memoryHost(new Map([[path, source]])),
    target: parsed.target,
    onCrash: (_, error) => {
      throw error;
    },
  });
  const only = async (changed: ReadonlyMap<string, Source>) => {
    const result = await service.checkWith(changed, [path]);
    return { findings: result.findings.filter((f) => f.rule === rule), sources: result.sources };
  };
  const first = await only(new Map());
  if (first.findings.length === 0) return undefined;
  const run = await applyFixes({ ...first, allowed: new Set(['safe', 'unsafe']), relint: only, accept: () => true });
  return run.changed.get(path)?.text ?? text;
}

export interface Outcome {
  readonly before: Measured;
  /** undefined: the rule has nothing to say about this release. */
  readonly after: Measured | undefined;
}

/** Sends requests through a configuration, and through what the rule's fix makes of it. */
export async function measure(
  run: (e: Experiment) => Promise<Measured>,
  { binary, version }: Nginx,
  { rule, http, sysctl }: Case,
  requests: number,
): Promise<Outcome> {
  const text = mainFile(http);
  const send = (nginx: string) =>
    run({
      kind: 'proxy',
      binary,
      files: { 'nginx.conf': nginx },
      requests,
      host: 'lab.example',
      path: '/',
      ...(sysctl ? { sysctl } : {}),
    });
  const better = await fixed(text, rule, version);
  return { before: await send(text), after: better === undefined ? undefined : await send(better) };
}
