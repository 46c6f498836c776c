import { afterEach, describe, expect, it } from 'vitest';
import type { ClientCapabilities, CodeAction, ShowDocumentParams, TextDocumentEdit } from 'vscode-languageserver/node';
import { type Client, connect, modern, type Options, plain } from './client.ts';

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

async function start(options: Options = {}) {
  const client = await connect(options);
  clients.push(client);
  return client;
}

/** What VS Code 1.139 says beside. */
const latest: ClientCapabilities = {
  ...modern,
  textDocument: {
    ...modern.textDocument,
    codeAction: { ...modern.textDocument!.codeAction, disabledSupport: true },
  },
  window: { showDocument: { support: true } },
  workspace: {
    ...modern.workspace,
    workspaceEdit: {
      ...modern.workspace!.workspaceEdit,
      snippetEditSupport: true,
      resourceOperations: ['create', 'rename', 'delete'],
    },
  },
};

const sysctl = 'vm.swappiness = 10\n  net.ipv4.tcp_tw_recycle = 1\n';
const rule = 'sysctl/tcp-tw-recycle';
const titles = (actions: readonly CodeAction[]) => actions.map((a) => a.title);
const find = (actions: readonly CodeAction[], title: string) => {
  const action = actions.find((a) => a.title.includes(title));
  if (!action) throw new Error(`${title}: not among ${titles(actions).join(', ')}`);
  return action;
};
const changeOf = (action: CodeAction, i = 0) => action.edit!.documentChanges![i] as TextDocumentEdit;

describe('a finding can be disabled', () => {
  it('together with the others of its rule on the line', async () => {
    const client = await start();
    const line = 'events { proxi_pass a; proxi_buffering on; }';
    await client.open('nginx.conf', 'nginx', `${line}\n`);
    const actions = await client.actions('nginx.conf', line);
    const disabling = actions.filter(({ title }) => title.startsWith('Disable'));
    expect(titles(disabling)).toEqual(['line', 'file'].map((place) => `Disable nginx/unknown-directive for this ${place}`));
    expect(disabling.map(({ diagnostics }) => diagnostics?.length)).toEqual([2, 2]);
  });

  it('with a reason that is typed at once, where the client takes snippets', async () => {
    const client = await start({ capabilities: latest });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const actions = await client.actions('sysctl.conf', 'recycle');
    expect(titles(actions).slice(1)).toEqual([
      `Disable ${rule} for this line`,
      `Disable ${rule} for this file`,
      `Disable ${rule} in this workspace (.keepalint.yaml)`,
      `Explain ${rule}`,
    ]);
    expect(changeOf(find(actions, 'this line'))).toEqual({
      textDocument: { uri: client.uri('sysctl.conf'), version: 1 },
      edits: [
        {
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
          snippet: { kind: 'snippet', value: `  # keepalint-disable-next-line ${rule} -- \${1:reason}\n` },
        },
      ],
    });
    expect(actions.filter((a) => a.isPreferred)).toEqual([actions[0]]);
  });

  it('where the reason that nobody typed is none', async () => {
    const client = await start({ files: { '.keepalint.yaml': 'rules: { keepalint/missing-reason: warning }\n' } });
    await client.open(
      'sysctl.conf',
      'sysctl',
      `# keepalint-disable-next-line ${rule} -- reason\nnet.ipv4.tcp_tw_recycle = 1\n`,
    );
    expect((await client.pull('sysctl.conf')).items!.map((d) => d.code)).toEqual(['keepalint/missing-reason']);
  });

  it('in a new configuration file, where the client can create files', async () => {
    const client = await start({ capabilities: latest });
    await client.open('a/sysctl.conf', 'sysctl', sysctl);
    const { edit } = find(await client.actions('a/sysctl.conf', 'recycle'), 'workspace');
    const uri = client.uri('.keepalint.yaml');
    expect(edit).toEqual({
      documentChanges: [
        { kind: 'create', uri, options: { ignoreIfExists: true } },
        {
          textDocument: { uri, version: null },
          edits: [
            {
              range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
              newText: `rules:\n  ${rule}: off\n`,
            },
          ],
        },
      ],
    });
    const old = await start();
    await old.open('a/sysctl.conf', 'sysctl', sysctl);
    expect(titles(await old.actions('a/sysctl.conf', 'recycle')).join()).not.toContain('workspace');
  });

  it('in the nearest configuration file, as it is in the editor', async () => {
    for (const capabilities of [latest, plain]) {
      const files = { '.keepalint.yaml': '', 'a/.keepalint.yml': 'targets: [kernel=5.15]\n' };
      const client = await start({ capabilities, files });
      await client.open('a/b/sysctl.conf', 'sysctl', sysctl);
      const name = 'a/.keepalint.yml';
      await client.open(name, 'yaml');
      await client.edit(name, 'kernel=5.15', 'kernel=6.1');
      const action = find(await client.actions('a/b/sysctl.conf', 'recycle'), `in this workspace (${name})`);
      expect(client.apply(name, action.edit!)).toBe(`targets: [kernel=6.1]\nrules:\n  ${rule}: off\n`);
      await client.edit(name, 'targets: [kernel=6.1]\n', client.apply(name, action.edit!));
      expect(titles(await client.actions('a/b/sysctl.conf', 'recycle'))).toEqual([]);
    }
  });

  it('not in a file that a setting of the editor overrides', async () => {
    const client = await start({ capabilities: latest, settings: { rules: { [rule]: 'error' } } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    expect(titles(await client.actions('sysctl.conf', 'recycle')).join()).not.toContain('workspace');
  });

  it('in Chinese', async () => {
    const client = await start({ capabilities: latest, params: { locale: 'zh-cn' } });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const actions = await client.actions('sysctl.conf', 'recycle');
    expect(titles(actions).slice(1)).toEqual([
      `在此行禁用 ${rule}`,
      `在此文件中禁用 ${rule}`,
      `在此工作区禁用 ${rule}（.keepalint.yaml）`,
      `解释 ${rule}`,
    ]);
    expect(JSON.stringify(actions[1]!.edit)).toContain(`-- \${1:理由}`);
  });
});

describe('a rule is explained', () => {
  it('by the client itself, or in a browser', async () => {
    const own = await start({ capabilities: latest, params: { initializationOptions: { explainsRules: true } } });
    await own.open('sysctl.conf', 'sysctl', sysctl);
    expect(find(await own.actions('sysctl.conf', 'recycle'), 'Explain').command).toMatchObject({
      command: 'keepalint.explainRule',
      arguments: [rule],
    });

    const client = await start({ capabilities: latest });
    const shown: ShowDocumentParams[] = [];
    client.connection.onRequest('window/showDocument', (p: ShowDocumentParams) => {
      shown.push(p);
      return { success: true };
    });
    await client.open('sysctl.conf', 'sysctl', sysctl);
    const { command } = find(await client.actions('sysctl.conf', 'recycle'), 'Explain');
    await client.connection.sendRequest('workspace/executeCommand', command!);
    expect(shown).toEqual([{ uri: expect.stringMatching(/^https:.*tcp-tw-recycle/), external: true }]);

    const modest = await start({ capabilities: plain });
    await modest.open('sysctl.conf', 'sysctl', sysctl);
    expect(titles(await modest.actions('sysctl.conf', 'recycle')).join()).not.toContain('Explain');
  });

  it('as its page, on request', async () => {
    const client = await start({ page: async (id, locale) => `# ${id} ${locale}` });
    const page = (...args: unknown[]) =>
      client.connection.sendRequest('workspace/executeCommand', { command: 'keepalint.rulePage', arguments: args });
    expect(await page(rule)).toBe(`# ${rule} en`);
    expect(await page('nginx/nothing')).toBeNull();
    expect(await page({})).toBeNull();
  });
});

describe('all findings of a rule in a file', () => {
  const text = 'net.ipv4.tcp_tw_recycle = 1\nvm.swappiness = 10\nnet.core.somaxconn ＝ 4096\nnet.ipv4.tcp_tw_recycle = 0\n';

  it.each([latest, plain])('are fixed at once', async (capabilities) => {
    const client = await start({ capabilities });
    await client.open('sysctl.conf', 'sysctl', text);
    const action = find(await client.actions('sysctl.conf', 'recycle = 0'), `Fix all ${rule} in this file (2)`);
    const { edit } = capabilities === latest ? await client.resolve(action) : action;
    expect(client.apply('sysctl.conf', edit!)).toBe('vm.swappiness = 10\nnet.core.somaxconn ＝ 4096\n');
  });
});

describe('refactorings', () => {
  const text =
    'events {}\nhttp {\n  server {\n    location / { proxy_read_timeout 5s; proxy_pass http://10.0.0.1:3000; }\n  }\n}\n';

  it('are offered by kind, with the edit when it is asked for', async () => {
    for (const capabilities of [latest, plain]) {
      const client = await start({ capabilities, settings: { targets: ['nginx=1.24'] } });
      await client.open('nginx.conf', 'nginx', text);
      const [extract, ...more] = await client.actions('nginx.conf', '10.0.0.1', ['refactor.extract']);
      expect([extract!.title, extract!.kind, more]).toEqual([
        expect.stringContaining('Extract upstream backend_10_0_0_1_3000'),
        'refactor.extract',
        [],
      ]);
      expect(extract!.edit === undefined).toBe(capabilities === latest);
      const { edit } = capabilities === latest ? await client.resolve(extract!) : extract!;
      expect(client.apply('nginx.conf', edit!)).toContain('proxy_pass http://backend_10_0_0_1_3000;');
    }
  });

  it('say why they cannot be done, where the client shows it and asks for refactorings', async () => {
    const client = await start({ capabilities: latest });
    await client.open('nginx.conf', 'nginx', text.replace('{ proxy_read', '/ { } location /a/ { proxy_read'));
    const at = (only?: string[]) => client.actions('nginx.conf', 'proxy_read_timeout', only);
    expect((await at(['refactor'])).map((a) => a.disabled?.reason)).toEqual([expect.stringContaining('location')]);
    expect((await at()).filter((a) => a.kind?.startsWith('refactor'))).toEqual([]);
    expect(await at(['source.fixAll'])).toEqual([]);
    const modest = await start();
    await modest.open('nginx.conf', 'nginx', text.replace('{ proxy_read', '/ { } location /a/ { proxy_read'));
    expect(await modest.actions('nginx.conf', 'proxy_read_timeout', ['refactor'])).toEqual([]);
  });

  it('are gone where the text has changed before they were chosen', async () => {
    const client = await start({ capabilities: latest });
    await client.open('nginx.conf', 'nginx', text);
    const [extract] = await client.actions('nginx.conf', '10.0.0.1', ['refactor.extract']);
    await client.edit('nginx.conf', 'proxy_pass http://10.0.0.1:3000;', 'return 204;');
    expect((await client.resolve(extract!)).edit).toBeUndefined();
  });
});
