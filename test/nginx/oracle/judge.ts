import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode, type Source } from '../../../server/src/core/text.ts';
import { parseVersion } from '../../../server/src/core/version.ts';
import { type DirectiveFact, directive } from '../../../server/src/nginx/facts/directives.ts';

/** A configuration as it lies on a machine. */
export interface Configuration {
  /** By absolute path, all below `/etc/nginx`. */
  readonly files: ReadonlyMap<string, Source>;
  readonly main: string;
}

export type Verdict =
  | { readonly kind: 'accepted' }
  /** Refused for what is written: grammar, names, places, arguments, values, references. */
  | ({ readonly kind: 'text' } & Refusal)
  /** Refused for what only the machine knows. */
  | ({ readonly kind: 'machine'; readonly reason: string } & Refusal);

interface Refusal {
  readonly said: string;
  /** Where nginx names a place; lines count from 1. */
  readonly file: string | undefined;
  readonly line: number | undefined;
}

export interface Judges {
  /** nginx reads one configuration and stops at its first error: others may hide behind it. */
  judge(configuration: Configuration): Promise<Verdict>;
  close(): void;
}

/**
 * `nginx -t` in sandboxes: each has a file system of its own in which every host name, user, certificate and folder that a
 * configuration asks for is put as soon as nginx misses it, and a network in which every address can be bound.
 * Gives a reason where that is not possible here.
 */
export async function startJudges(count: number): Promise<Judges | string> {
  const { error, stderr } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
  if (error) return 'nginx is not installed';
  if (!stderr.includes('nginx/1.22.1')) return `${stderr.trim()} is not 1.22.1`;
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  const sandboxes = Array.from({ length: count }, (_, i) => startSandbox(join(folder, `${i}`)));
  const close = () => {
    for (const { stop } of sandboxes) stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const trial = { path: '/etc/nginx/nginx.conf', text: 'events {} http { server { listen 80; } }', encoding: 'utf8' } as const;
  const configuration = { files: new Map([[trial.path, trial]]), main: trial.path };
  const idle = [...sandboxes];
  const waiting: ((sandbox: Sandbox) => void)[] = [];
  const judges = {
    close,
    async judge(configuration: Configuration) {
      const sandbox = idle.pop() ?? (await new Promise<Sandbox>((resolve) => waiting.push(resolve)));
      try {
        return await verdictOf(sandbox, configuration);
      } finally {
        const next = waiting.shift();
        if (next) next(sandbox);
        else idle.push(sandbox);
      }
    },
  };
  const verdict = await judges.judge(configuration);
  if (verdict.kind === 'accepted') return judges;
  close();
  return `nginx -t does not run in a sandbox here: ${verdict.said}`;
}

interface Sandbox {
  /** The folder that is `/` inside. */
  readonly root: string;
  /** What nginx prints with these global directives. */
  run(options: string, main: string): Promise<string>;
  /** What lies below `/etc/nginx` at the moment, besides the stock files. */
  readonly present: Map<string, Source>;
  stop(): void;
}

/** The files that the package brings: real configurations include them. */
const stock = '/etc/nginx';
const stockNames = [
  'mime.types',
  'fastcgi.conf',
  'fastcgi_params',
  'proxy_params',
  'scgi_params',
  'uwsgi_params',
  'koi-utf',
  'koi-win',
  'win-utf',
];
const stockFolders = ['conf.d', 'sites-enabled', 'sites-available', 'modules-enabled', 'snippets', 'ssl', 'certs'];

export function stockFiles(): Source[] {
  const files = stockNames.map((name) => `${stock}/${name}`).filter((path) => existsSync(path));
  return [
    ...files.map((path): Source => ({ path, text: readFileSync(path, 'latin1'), encoding: 'latin1' })),
    // A folder without files would not be there for us.
    ...stockFolders.map((name): Source => ({ path: `${stock}/${name}/.keep`, text: '', encoding: 'utf8' })),
  ];
}

const setUp = `
mkdir "$1/local" && mount --bind "$1/usr/local" "$1/local" || exit
for folder in usr dev proc; do mount --rbind /$folder "$1/$folder" || exit; done
mount --bind "$1/local" "$1/usr/local" || exit
echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind
echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
exec chroot "$1" /usr/bin/bash -c '
while IFS= read -r main && IFS= read -r options; do
  timeout 20 nginx -t -p /prefix -e stderr -c "$main" -g "$options"
  echo
  echo "=== done"
done 2>&1 | cat'
`;

function startSandbox(root: string): Sandbox {
  for (const folder of [
    'usr/local',
    'dev',
    'proc',
    'etc',
    'tmp',
    'run',
    'var/lib/nginx',
    'var/log/nginx',
    'var/lock',
    'prefix/logs',
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  symlinkSync(moduleFolder, join(root, 'prefix/modules'));
  for (const folder of stockFolders) mkdirSync(join(root, stock, folder), { recursive: true });
  for (const { path, text } of stockFiles()) writeFileSync(join(root, path), text, 'latin1');
  writeFileSync(join(root, 'etc/passwd'), users('root', 'nobody', 'www-data', 'nginx', 'www', 'http', 'apache'));
  writeFileSync(join(root, 'etc/group'), groups('root', 'nobody', 'nogroup', 'www-data', 'nginx', 'www', 'http', 'apache'));
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files\npasswd: files\ngroup: files\n');
  certificates(join(root, 'etc/nginx/ssl'));
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(root, stock, name), text);
  const child: ChildProcess = spawn('unshare', ['-rmn', 'bash', '-c', setUp, 'oracle', root], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let answer: ((said: string) => void) | undefined;
  const settle = (said: string) => {
    out = '';
    const told = answer;
    answer = undefined;
    told?.(said);
  };
  child.stdout!.setEncoding('latin1').on('data', (chunk: string) => {
    out += chunk;
    if (out.endsWith('\n=== done\n')) settle(out.slice(0, -'\n=== done\n'.length));
  });
  child.stderr!.setEncoding('latin1').on('data', (chunk: string) => {
    out += chunk;
  });
  let dead = false;
  const died = () => {
    dead = true;
    settle(`[emerg] the sandbox stopped: ${out}`);
  };
  child.on('error', died).on('exit', died);
  child.stdin!.on('error', died);
  return {
    root,
    present: new Map(),
    run: (options, main) =>
      new Promise((resolve) => {
        if (dead) return resolve('[emerg] the sandbox stopped');
        answer = resolve;
        child.stdin!.write(`${main}\n${options}\n`);
      }),
    stop: () => child.stdin!.end(),
  };
}

/** All of them are the one user that a namespace has. */
const users = (...names: readonly string[]) => names.map((name) => `${name}:x:0:0::/:/bin/sh\n`).join('');
const groups = (...names: readonly string[]) => names.map((name) => `${name}:x:0:\n`).join('');

/** A certificate, its key and what else nginx reads at start; without openssl the configurations that want them are not judged. */
function certificates(folder: string): void {
  const openssl = (command: string) => spawnSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' });
  openssl(
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=oracle.example -keyout key.pem -out cert.pem',
  );
  openssl('genpkey -genparam -algorithm DH -pkeyopt group:ffdhe2048 -out dhparam.pem');
  const authority = 'database=index.txt\ncertificate=cert.pem\nprivate_key=key.pem\ndefault_md=sha256\ndefault_crl_days=2\n';
  writeFileSync(join(folder, 'authority.cnf'), `[ca]\ndefault_ca=own\n[own]\n${authority}`);
  writeFileSync(join(folder, 'index.txt'), '');
  openssl('ca -gencrl -config authority.cnf -out crl.pem');
  writeFileSync(join(folder, 'ticket.key'), Buffer.alloc(80, 7));
  writeFileSync(join(folder, 'passwords'), 'secret\n');
}

/** Read at start by modules that look into files. */
const documents: Readonly<Record<string, string>> = {
  'entities.dtd': '<!ENTITY nbsp "&#xa0;">\n',
  'site.xslt':
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"/></xsl:stylesheet>\n',
  'handlers.pm': '1;\n',
};

async function verdictOf(sandbox: Sandbox, configuration: Configuration): Promise<Verdict> {
  place(sandbox, configuration.files);
  const options = modulesFor(configuration);
  let verdict: Verdict | undefined;
  // Every round mends one thing that the machine lacks.
  for (let round = 0; round < 60; round++) {
    const next = read(await sandbox.run(options, configuration.main), configuration);
    if (next.kind !== 'machine' || next.said === (verdict as Refusal | undefined)?.said || !mend(sandbox, next.said, next.line))
      return next;
    verdict = next;
  }
  return verdict!;
}

function place({ root, present }: Sandbox, files: ReadonlyMap<string, Source>): void {
  for (const path of present.keys())
    if (!files.has(path)) {
      rmSync(join(root, path), { force: true });
      present.delete(path);
      if (dirname(path) === stock && existsSync(path)) cpSync(path, join(root, path));
    }
  for (const [path, source] of files) {
    if (present.get(path) === source) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), encode(source.text, source.encoding)!);
    present.set(path, source);
  }
}

/** Debian builds these as files of their own; they are loaded where a word of theirs is used. */
const dynamicModules: readonly (readonly [RegExp, ...string[]])[] = [
  [/\bstream\s*\{/, 'ngx_stream_module'],
  [/\bmail\s*\{/, 'ngx_mail_module'],
  [/\bgeoip_(?:country|city|org|proxy)/, 'ngx_http_geoip_module'],
  [/\bimage_filter/, 'ngx_http_image_filter_module'],
  [/\bxslt_|\bxml_entities/, 'ngx_http_xslt_filter_module'],
  [/\bperl(?:_\w+)?\b/, 'ngx_http_perl_module'],
  [/_by_lua|\blua_/, 'ndk_http_module', 'ngx_http_lua_module'],
  [/\bmore_(?:set|clear)_/, 'ngx_http_headers_more_filter_module'],
  [/\bgeoip2\b/, 'ngx_http_geoip2_module'],
  [/\becho\b|\becho_/, 'ngx_http_echo_module'],
  [/\bfancyindex/, 'ngx_http_fancyindex_module'],
  [/\bsubs_filter/, 'ngx_http_subs_filter_module'],
  [/\bdav_ext/, 'ngx_http_dav_ext_module'],
  [/_cache_purge/, 'ngx_http_cache_purge_module'],
  [/\bauth_pam/, 'ngx_http_auth_pam_module'],
  [/\bnchan_|\bpush_stream/, 'ngx_nchan_module'],
  [/\bupload_progress|\btrack_uploads/, 'ngx_http_uploadprogress_module'],
];
const moduleFolder = '/usr/lib/nginx/modules';
const installed = new Set(existsSync(moduleFolder) ? readdirSync(moduleFolder) : []);

function modulesFor({ files }: Configuration): string {
  const texts = [...files.values()].map((f) => f.text);
  const named = (name: string) => texts.some((text) => text.includes(`${name}.so`));
  return dynamicModules
    .filter(([word]) => texts.some((text) => word.test(text)))
    .flatMap(([, ...names]) => names)
    .filter((name) => installed.has(`${name}.so`) && !named(name))
    .map((name) => `load_module ${moduleFolder}/${name}.so;`)
    .join(' ');
}

function read(printed: string, { main }: Configuration): Verdict {
  if (/ test is successful\s*$/.test(printed)) return { kind: 'accepted' };
  const messages = printed.split(/^(?:nginx: )?(?:\d{4}\/\d\d\/\d\d [\d:]+ )?(?=\[[a-z]+\] )|^nginx: /m);
  const of = (levels: string) => new RegExp(`^\\[(?:${levels})\\] (?:\\d+#\\d+: )?([\\s\\S]*)`);
  const first = (levels: string) => messages.map((text) => of(levels).exec(text)).find((m) => m)?.[1];
  // Modules complain at lower levels about what does not stop nginx.
  const whole = (first('emerg') ?? first('alert|crit|error'))?.trim() ?? 'refused without a word';
  const place = /^([\s\S]*?) in (\/[^\n]*?):(\d+)$/.exec(whole);
  const said = place?.[1] ?? whole;
  const refusal = { said, file: place?.[2], line: place ? Number(place[3]) : undefined };
  if (refusal.line === undefined && said.endsWith(` in ${main}`)) return { kind: 'text', ...refusal };
  const unknown = /^unknown directive "(.*)"$/.exec(said)?.[1];
  if (unknown !== undefined && directive(unknown).some(isIn1221)) return { kind: 'machine', reason: 'a module', ...refusal };
  const reason = machineReasons.find(([, pattern]) => pattern.test(said))?.[0];
  return reason === undefined ? { kind: 'text', ...refusal } : { kind: 'machine', reason, ...refusal };
}

/** nginx could know it: its module is missing. */
const isIn1221 = ({ first, last }: DirectiveFact) => (first ?? 0) <= version && (last ?? version) >= version;
const version = parseVersion('1.22.1')!;

/** What nginx says about things that no text shows. */
const machineReasons: readonly (readonly [string, RegExp])[] = [
  ['the sandbox', /the sandbox stopped/],
  ['a host name', /^host not found in|^(?:could not resolve|getaddrinfo)/],
  [
    'a certificate',
    /^(?:cannot load certificate|SSL_CTX_(?:use|load)|SSL_load|BIO_new_file|PEM_read_bio|ENGINE_|no start line|d2i_|X509_)/,
  ],
  ['OpenSSL', /^SSL_CTX_(?:set|get)|^SSL_CONF_cmd|^(?:EC_|OPENSSL_|Unknown curve|EVP_)/],
  [
    'a module',
    /^dlopen\(\)|is not binary compatible|requires? (?:the )?ngx_|requires (?:OpenSSL|PCRE|libpcre)|^the ".*" parameter requires|is not (?:supported|available) on (?:this|your) (?:platform|system)|unsupported on this platform|^invalid event type "(?:select|poll|kqueue|eventport|\/dev\/poll|iocp)"|is not compiled|was built without/,
  ],
  ['a user', /^get(?:pwnam|grnam)\(/],
  [
    'a file',
    /^(?:open|pread|read|stat|opendir|glob|mkdir|unlink|rename|CreateFile)\(\) |^(?:open|stat|read|mkdir|pread)\(\)?"|(?:cannot|could not|failed to) (?:open|read|load|find)/,
  ],
  ['permissions', /^(?:chown|chmod|setrlimit|shmget|mmap|shm_open|bind|listen|socket|setsockopt|fcntl|ioctl)\(/],
  ['a database', /MMDB|GeoIP_open|geoip2?_.*failed/],
  ['code', /^(?:\w+_by_lua\w* error|failed to (?:init|load|run)|perl_|\w+\(.*\) failed|xmlParse|xmlCtxt|xslt\w+\()/i],
];

/** Folders that sandboxes have in common with the machine. */
export const isShared = (path: string) => /^\/(?:usr\/(?!local\/)|dev\/|proc\/)/.test(path);

/** Puts into the sandbox what nginx missed; false where that is not possible. */
function mend({ root }: Sandbox, said: string, line: number | undefined): boolean {
  const add = (path: string, text: string) => {
    const full = join(root, path);
    if (existsSync(full) && readFileSync(full, 'utf8').includes(text)) return false;
    writeFileSync(full, text, { flag: 'a' });
    return true;
  };
  const host = /^host not found in .*?"(?:[a-z]+:\/\/)?([A-Za-z0-9][\w.-]*)(?::\d+)?(?:\/[^"]*)?"/.exec(said)?.[1];
  if (host) return add('etc/hosts', `127.0.0.1 ${host}\n`);
  const user = /^getpwnam\("(\w[\w.-]*)"\)/.exec(said)?.[1];
  if (user) return add('etc/passwd', users(user));
  const group = /^getgrnam\("(\w[\w.-]*)"\)/.exec(said)?.[1];
  if (group) return add('etc/group', groups(group));
  // Files that nginx opens to write come after everything it reads, without a place.
  const parent = line === undefined ? /^(?:open|mkdir)\(\) "(\/[^"]+)" failed \(2:/.exec(said)?.[1] : undefined;
  const provide = (path: string, as: string) => {
    const [from, to] = [join(root, 'etc/nginx/ssl', as), join(root, path)];
    if (!existsSync(from) || existsSync(to) || path.endsWith('/') || isShared(path)) return false;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
    return true;
  };
  try {
    if (parent && !isShared(parent)) {
      mkdirSync(join(root, dirname(parent)), { recursive: true });
      return true;
    }
    const missing = /^(?:cannot load certificate (key )?|\w+\()"(\/[^"]+)"/.exec(said);
    if (!missing || !/No such file|failed \(2:/.test(said)) return false;
    return provide(missing[2]!, missing[1] ? 'key.pem' : /dh/i.test(missing[2]!) ? 'dhparam.pem' : 'cert.pem');
  } catch {
    return false;
  }
}
