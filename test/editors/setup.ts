import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.js');

export interface Block {
  readonly language: string;
  readonly text: string;
  /** The heading that it stands below. */
  readonly under: string;
}

/** The code blocks of a set-up page. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, 'docs/editors', page), 'utf8');
  let under = '';
  return [...text.matchAll(/^#+ (.*)$|^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, heading, language, body]) => {
    if (heading !== undefined && language === undefined) under = heading;
    return language === undefined ? [] : [{ language, text: body!, under }];
  });
}

/** The environment of an editor on whose PATH there is `keepalint`, as it is after an installation. */
export function environment(home: string): NodeJS.ProcessEnv {
  if (!existsSync(cli)) execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'keepalint'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  chmodSync(join(bin, 'keepalint'), 0o755);
  return { ...process.env, HOME: home, PATH: `${bin}:${process.env.PATH}` };
}
