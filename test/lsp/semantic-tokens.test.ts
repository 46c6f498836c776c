import { describe, expect, it, onTestFinished } from 'vitest';
import type { SemanticTokens, SemanticTokensDelta, SemanticTokensLegend } from 'vscode-languageserver/node';
import { connect, modern, plain } from './client.ts';

const capabilities = {
  ...modern,
  textDocument: {
    ...modern.textDocument,
    semanticTokens: { requests: { full: { delta: true }, range: true }, tokenTypes: [], tokenModifiers: [], formats: [] },
  },
  workspace: { ...modern.workspace, semanticTokens: { refreshSupport: true } },
};

async function start(files: Readonly<Record<string, string>>, ...open: string[]) {
  const client = await connect({ files, capabilities });
  onTestFinished(() => client.stop());
  let refreshes = 0;
  client.connection.onRequest('workspace/semanticTokens/refresh', () => {
    refreshes++;
    return null;
  });
  for (const name of open) await client.open(name, name.includes('sysctl') ? 'sysctl' : 'nginx');
  const ask = <T>(method: string, name: string, more: object = {}): Promise<T> =>
    client.connection.sendRequest(`textDocument/semanticTokens/${method}`, {
      textDocument: { uri: client.uri(name) },
      ...more,
    });
  const { tokenTypes, tokenModifiers }: SemanticTokensLegend = client.initialized.capabilities.semanticTokensProvider!.legend;
  /** `line:character text type.modifier`, lines from 0. */
  const shown = (name: string, data: readonly number[]) => {
    const lines = client.text(name).split(/\r\n|\n|\r/);
    const out: string[] = [];
    let [line, character] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      const [down, right, length, type, bits] = data.slice(i, i + 5) as [number, number, number, number, number];
      character = down === 0 ? character + right : right;
      line += down;
      const text = lines[line]!.slice(character, character + length);
      expect(text.length, 'a token ends with its line').toBe(length);
      out.push(
        `${line}:${character} ${text} ${[tokenTypes[type], ...tokenModifiers.filter((_, b) => bits & (1 << b))].join('.')}`,
      );
    }
    return out;
  };
  return { client, ask, shown, refreshes: () => refreshes };
}

const text = 'events {}\r\nhttp {\r\n  map $uri $to { "~a\r\n b" "two\n\rlines"; }\r\n  set $x 1;\r\n}\r\n';

describe('semantic tokens', () => {
  it('are given for a text and for a part of it, each on its line', async () => {
    const { ask, shown } = await start({ 'nginx.conf': text }, 'nginx.conf');
    const { data } = await ask<SemanticTokens>('full', 'nginx.conf');
    expect(shown('nginx.conf', data)).toEqual([
      '0:0 events keyword.block',
      '1:0 http keyword.block',
      '2:2 map keyword.block',
      '2:6 $uri variable.readonly.defaultLibrary',
      '2:11 $to variable.definition',
      '2:18 ~ operator',
      '2:19 a regexp',
      '3:0  b" regexp',
      '3:4 "two string',
      '5:0 lines" string',
      '6:2 set keyword',
      '6:6 $x variable.definition',
    ]);
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 6 } };
    const part = await ask<SemanticTokens>('range', 'nginx.conf', { range });
    expect(shown('nginx.conf', part.data)).toEqual(['1:0 http keyword.block', '2:2 map keyword.block']);
  });

  it('are changed where the text is', async () => {
    const { client, ask } = await start({ 'nginx.conf': text }, 'nginx.conf');
    const first = await ask<SemanticTokens>('full', 'nginx.conf');
    await client.edit('nginx.conf', 'set $x 1;', 'set $x $y;\r\n  gzip on;');
    const previousResultId = first.resultId;
    const delta = await ask<SemanticTokensDelta>('full/delta', 'nginx.conf', { previousResultId });
    const [edit, ...others] = delta.edits;
    expect(others).toEqual([]);
    const data = [...first.data];
    data.splice(edit!.start, edit!.deleteCount, ...(edit!.data ?? []));
    expect(data).toEqual((await ask<SemanticTokens>('full', 'nginx.conf')).data);
    expect(edit!.data!.length).toBeLessThan(20);
    const unknown = await ask<SemanticTokens>('full/delta', 'nginx.conf', { previousResultId: 'another' });
    expect(unknown.data).toEqual(data);
    const same = await ask<SemanticTokensDelta>('full/delta', 'nginx.conf', { previousResultId: unknown.resultId });
    expect(same.edits).toEqual([]);
  });

  it('are asked for again when another file gives a name its meaning', async () => {
    const files = {
      'nginx.conf': 'events {}\nhttp {\n  include pool.conf;\n  server { location / { proxy_pass http://b; } }\n}\n',
      'pool.conf': 'upstream a { server 10.0.0.1; }\n',
    };
    const { client, ask, shown, refreshes } = await start(files, 'nginx.conf', 'pool.conf');
    const names = async () =>
      shown('nginx.conf', (await ask<SemanticTokens>('full', 'nginx.conf')).data).filter((t) => / b /.test(t));
    expect(await names()).toEqual([]);
    await client.edit('pool.conf', 'upstream a', 'upstream b');
    await expect.poll(refreshes).toBe(1);
    expect(await names()).toEqual(['3:42 b class']);
  });

  it('are there for sysctl, and for nobody who does not ask', async () => {
    const { ask, shown } = await start({ 'sysctl.conf': 'vm.swappiness = 1\n' }, 'sysctl.conf');
    const { data } = await ask<SemanticTokens>('full', 'sysctl.conf');
    expect(shown('sysctl.conf', data)).toEqual(['0:0 vm namespace', '0:3 swappiness property', '0:16 1 number']);
    const other = await connect({ capabilities: plain });
    onTestFinished(() => other.stop());
    expect(other.initialized.capabilities.semanticTokensProvider).toBeUndefined();
  });
});
