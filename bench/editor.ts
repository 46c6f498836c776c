import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Hover, Position, SemanticTokens, WorkspaceEdit } from 'vscode-languageserver/node';
import { writeFiles } from './files.ts';
import { generateMany } from './generate.ts';
import { median, report } from './measure.ts';
import { pulled, startServer } from './server.ts';

/** What an editor asks while somebody works: about one of 200 files that a main file includes, 10,000 lines together. */
export async function editor(root: string, folder: string): Promise<void> {
  const files = generateMany(200);
  const workspace = writeFiles(join(folder, 'many'), files);
  const { connection, pid, stop } = await startServer(root, workspace, {
    textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] }, rename: { prepareSupport: true } },
    workspace: { workspaceEdit: { documentChanges: true } },
  });
  const uriOf = (path: string) => pathToFileURL(join(workspace, path)).href;
  const open = async (path: string) => {
    const textDocument = { uri: uriOf(path), languageId: 'nginx', version: 1, text: files.get(path)! };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    return pulled(connection, uriOf(path));
  };
  const site = 'conf.d/100.conf';
  const uri = uriOf(site);
  const text = files.get(site)!;
  const start = performance.now();
  if ((await open(site)) === 0) throw new Error('the file has no findings: nothing was measured');
  report('one of 200 included files, open → diagnostics', performance.now() - start, undefined, '', ' ms');
  await open('nginx.conf');

  const textDocument = { uri };
  const lines = text.split('\n');
  const places: Position[] = lines.flatMap((l, line) => {
    const character = l.search(/\S/);
    return character < 0 || /[#}]/.test(l[character]!) ? [] : [{ line, character: character + 1 }];
  });
  const each = async (what: string, limit: number | undefined, ask: (position: Position) => Promise<unknown>) => {
    const times: number[] = [];
    let answers = 0;
    for (const position of places) {
      const from = performance.now();
      if (await ask(position)) answers++;
      times.push(performance.now() - from);
    }
    if (answers < places.length / 4) throw new Error(`${what}: ${answers} answers at ${places.length} places`);
    report(what, median(times), limit, `of ${times.length}, longest ${Math.max(...times).toFixed(0)}`, ' ms');
  };
  await each('hover', 20, (position) => connection.sendRequest<Hover | null>('textDocument/hover', { textDocument, position }));
  await each('completion', 20, async (position) => {
    const items = await connection.sendRequest<unknown[]>('textDocument/completion', { textDocument, position });
    return items.length > 0;
  });
  await each('semantic tokens', 20, async () => {
    const { data } = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', { textDocument });
    return data.length > 0;
  });
  await each('code actions', 20, (position) =>
    connection.sendRequest('textDocument/codeAction', {
      textDocument,
      range: { start: position, end: position },
      context: { diagnostics: [] },
    }),
  );

  // Every site logs in the same format.
  const line = lines.findIndex((l) => l.includes('access_log'));
  const position = { line, character: lines[line]!.indexOf(' main;') + 2 };
  const renames: number[] = [];
  for (let i = 0; i < 9; i++) {
    const from = performance.now();
    const edit = await connection.sendRequest<WorkspaceEdit | null>('textDocument/rename', {
      textDocument,
      position,
      newName: `format${i}`,
    });
    renames.push(performance.now() - from);
    const changed = edit?.documentChanges?.length ?? 0;
    if (changed < 200) throw new Error(`${changed} files renamed`);
  }
  report('rename in 201 files', median(renames), 200, `longest ${Math.max(...renames).toFixed(0)}`, ' ms');

  const typed: number[] = [];
  const at = { line: lines.findIndex((l) => l.includes('proxy_read_timeout')), character: 31 };
  for (let version = 2; version < 22; version++) {
    const from = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: String(version % 10) }],
    });
    await pulled(connection, uri);
    typed.push(performance.now() - from);
  }
  report('keystroke → diagnostics', median(typed), 60, `of 20, longest ${Math.max(...typed).toFixed(0)}`, ' ms');

  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  report('memory of the server', Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024, 150, '', ' MB');
  await sleep(1000);
  const before = cpuTicks(pid);
  await sleep(10_000);
  report('CPU of the idle server', (cpuTicks(pid) - before) / 10, 0.1, 'in 10 s', ' %');
  await stop();
}

/** Hundredths of a second that a process has computed, proc_pid_stat(5). */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
