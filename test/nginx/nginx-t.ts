import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'nginx-t-'));
afterAll(() => rmSync(folder, { recursive: true }));

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
/** On one line, so that line n of what follows is line n + 1. */
export const start = `pid ${folder}/pid; error_log stderr warn; events {} http { access_log off; ${temporary.join(' ')}\n`;

/** What `nginx -t` says about the text of an http block that is closed by the text itself. */
export function nginxSays(text: string): string {
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, start + text);
  return spawnSync('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', file], { encoding: 'utf8' }).stderr;
}

export const isAccepted = (said: string): boolean => said.includes(' test is successful');

const trial = spawnSync('nginx', ['-v']).error
  ? 'nginx is not installed'
  : isAccepted(nginxSays('}\n'))
    ? undefined
    : 'nginx -t does not run here';
if (trial) console.log(`skipped: ${trial}`);

/** `describe` for what asks nginx. */
export const describeNginx: ReturnType<typeof describe.skipIf> = describe.skipIf(trial !== undefined);
