import { afterEach, describe, expect, it } from 'vitest';
import {
  CancellationToken,
  CancellationTokenSource,
  type ClientCapabilities,
  type Diagnostic,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { type Client, connect, modern, type Options, plain } from './client.ts';

let clients: Client[] = [];
afterEach(async () => {
  for (const client of clients) await client.stop();
  clients = [];
});

const files = {
  'etc/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
  'nginx/nginx.conf': 'events {}\nhttp {\n    include sites-enabled/*;\n}\n',
  'nginx/sites-enabled/shop': 'server {\n    listen 80;\n    keepalive_timout 3;\n}\n',
  'app/app.conf': '[service]\nname = x\n',
  'build/sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\n',
  '.gitignore': 'build/\n',
};

const everyFile = { keepalint: { diagnosticMode: 'workspace' } };
const pulling: ClientCapabilities = {
  ...modern,
  textDocument: { ...modern.textDocument, diagnostic: { ...modern.textDocument?.diagnostic, dynamicRegistration: true } },
};

async function start(options: Options): Promise<Client> {
  const client = await connect({ files, ...options });
  clients.push(client);
  return client;
}

type Known = { uri: string; value: string }[];

/** One answer to workspace/diagnostic, as `name: rules`; remembers the ids. */
async function ask(client: Client, known: Known): Promise<string[]> {
  const { items }: WorkspaceDiagnosticReport = await client.connection.sendRequest('workspace/diagnostic', {
    identifier: 'keepalint.workspace',
    previousResultIds: known,
  });
  for (const { uri, resultId } of items) {
    const last = known.find((k) => k.uri === uri);
    if (last) last.value = resultId!;
    else known.push({ uri, value: resultId! });
  }
  return items.map((item) => said(item.uri, item.kind === 'full' ? item.items : []));
}

const said = (uri: string, items: readonly Diagnostic[]) =>
  `${uri.replace('file:///w/', '')}: ${items.map((d) => d.code).join(' ')}`.trim();

/** What stands in the list of problems of a client that is sent everything. */
const shown = (client: Client) => {
  const last = new Map(client.heard.published.map(({ uri, diagnostics }) => [uri, diagnostics]));
  return [...last]
    .filter(([, items]) => items.length)
    .map(([uri, items]) => said(uri, items))
    .sort();
};

const all = ['etc/sysctl.conf: sysctl/tcp-tw-recycle', 'nginx/sites-enabled/shop: nginx/unknown-directive'];

describe('files that nobody has open', () => {
  it('are not spoken of until somebody asks', async () => {
    const client = await start({ capabilities: pulling });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.pull('nginx/nginx.conf');
    expect(client.heard.registrations.map((r) => r.method)).not.toContain('textDocument/diagnostic');
  });

  it('are pulled by a provider that knows of no document', async () => {
    const client = await start({ capabilities: pulling, settings: everyFile.keepalint });
    await client.open('nginx/nginx.conf', 'nginx');
    const { registerOptions } = await client.until(() =>
      client.heard.registrations.find((r) => r.method === 'textDocument/diagnostic'),
    );
    expect(registerOptions).toMatchObject({
      workspaceDiagnostics: true,
      documentSelector: [{ scheme: 'keepalint-workspace' }],
    });
    expect(await ask(client, [])).toEqual(all);
    expect((await client.pull('nginx/nginx.conf')).items).toEqual([]);
  });

  it('are answered about when there is something new', async () => {
    const client = await start({ capabilities: pulling, settings: everyFile.keepalint });
    await client.open('nginx/nginx.conf', 'nginx');
    const known: Known = [];
    expect(await ask(client, known)).toEqual(all);
    const next = ask(client, known);
    const early = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))]);
    expect(early).toBe('waits');
    await client.write('etc/sysctl.conf', 'vm.swappiness = 10\n');
    expect(await next).toEqual(['etc/sysctl.conf:']);
  });

  it('belong to their documents once these are open, and come back when they are closed', async () => {
    const client = await start({ capabilities: pulling, settings: everyFile.keepalint });
    await client.open('nginx/nginx.conf', 'nginx');
    const known: Known = [];
    await ask(client, known);
    await client.open('etc/sysctl.conf', 'sysctl');
    expect(await ask(client, known)).toEqual(['etc/sysctl.conf:']);
    expect((await client.pull('etc/sysctl.conf')).items).toHaveLength(1);
    await client.close('etc/sysctl.conf');
    expect(await ask(client, known)).toEqual(['etc/sysctl.conf: sysctl/tcp-tw-recycle']);
  });

  it('are forgotten when the setting goes', async () => {
    const client = await start({ capabilities: pulling, settings: everyFile.keepalint });
    await client.open('nginx/nginx.conf', 'nginx');
    const known: Known = [];
    await ask(client, known);
    const next = ask(client, known);
    await client.configure({});
    expect((await next).sort()).toEqual(['etc/sysctl.conf:', 'nginx/sites-enabled/shop:']);
    await client.until(() => client.heard.unregistered.includes('textDocument/diagnostic'));
  });

  it.each([
    ['that cannot pull', plain],
    ['that does not take registrations', modern],
  ])('are sent to a client %s', async (_, capabilities) => {
    const client = await start({ capabilities, params: { initializationOptions: everyFile }, settings: everyFile.keepalint });
    await client.open('nginx/nginx.conf', 'nginx');
    await client.until(() => shown(client).join() === all.join());
    await client.open('etc/sysctl.conf', 'sysctl');
    if (capabilities === modern) await client.until(() => shown(client).length === 1);
    await client.close('etc/sysctl.conf');
    await client.until(() => shown(client).join() === all.join());
    await client.write('nginx/sites-enabled/shop', 'server {\n    listen 80;\n}\n');
    if (capabilities === modern) await client.until(() => shown(client).length === 1);
  });
});

describe('keepalint.checkWorkspace', () => {
  const check = (client: Client, token = CancellationToken.None) =>
    client.connection.sendRequest('workspace/executeCommand', { command: 'keepalint.checkWorkspace' }, token);

  it('counts, without a document open, and what was found is shown from then on', async () => {
    const client = await start({ capabilities: pulling });
    expect(await check(client)).toEqual({ files: 3, error: 2, warning: 0, info: 0 });
    expect(await ask(client, [])).toEqual(all);
  });

  it('says how far it is', async () => {
    const begun: unknown[] = [];
    const client = await start({ capabilities: { ...pulling, window: { workDoneProgress: true } } });
    client.connection.onRequest('window/workDoneProgress/create', () => null);
    client.connection.onNotification('$/progress', ({ value }) => void begun.push(value.kind));
    await check(client);
    expect(begun).toEqual(['begin', 'report', 'end']);
  });

  it('does not go on in the background once it was broken off', async () => {
    const client = await start({ capabilities: pulling });
    const stop = new CancellationTokenSource();
    const broken = check(client, stop.token);
    stop.cancel();
    await expect(broken).rejects.toThrow('cancelled');
    await client.open('nginx/nginx.conf', 'nginx');
    await client.until(() => client.heard.registrations.some((r) => r.method === 'workspace/didChangeWatchedFiles'));
    await client.pull('nginx/nginx.conf');
    expect(client.heard.registrations.map((r) => r.method)).not.toContain('textDocument/diagnostic');
  });
});
