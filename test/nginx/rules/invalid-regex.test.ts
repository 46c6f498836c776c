import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/invalid-value'] };

test('regular expressions that do not compile', async () => {
  await checkNginx(
    `
    http {
        gzip_disable "msie6" "[a";
    #                         ^ error nginx/invalid-value: the regular expression "[a" of gzip_disable does not compile, the fault is at "["
        server {
            server_name ~^(www\\.example\\.com$;
    #                     ^ error nginx/invalid-value: the regular expression "^(www\\.example\\.com$" of server_name does not compile, the fault is at "("
            rewrite ^/a/(.*))$ /b/$1;
    #                       ^ error nginx/invalid-value: the regular expression "^/a/(.*))$" of rewrite does not compile, the fault is at ")"
            location ~ *.php {}
    #                  ^ error nginx/invalid-value: the regular expression "*.php" of location does not compile, the fault is at "*"
            location ~*[z-a] {}
    #                   ^^^ error nginx/invalid-value: the regular expression "[z-a]" of location does not compile, the fault is at "z-a"
            location /a( { proxy_redirect ~^/( /; }
    #                                        ^ error nginx/invalid-value: the regular expression "^/(" of proxy_redirect does not compile, the fault is at "("
            location = /a) { valid_referers server_names ~\\.google\\.; }
        }
    }
    `,
    only,
  );
});

const folder = mkdtempSync(join(tmpdir(), 'expression-'));
afterAll(() => rmSync(folder, { recursive: true }));

function refuses(text: string): string | undefined {
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  writeFileSync(
    file,
    `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${temporary.join(' ')} server { ${text} } }`,
  );
  const { stderr } = spawnSync('nginx', ['-t', '-p', folder, '-e', 'stderr', '-c', file], { encoding: 'utf8' });
  return /pcre2?_compile\(\) failed|test is successful/.exec(stderr)?.[0];
}

const trial = spawnSync('nginx', ['-v']).error
  ? 'nginx is not installed'
  : refuses('')
    ? undefined
    : 'nginx -t does not run here';
if (trial) console.log(`skipped: ${trial}`);

describe.skipIf(trial !== undefined)('nginx -t', () => {
  test.each([
    'server_name ~%;',
    'rewrite % /b;',
    'location ~ % {}',
    'location ~* % {}',
    'location ~% {}',
    'location / { proxy_redirect ~% /; }',
    'location / { proxy_redirect ~*% /; }',
    'location / { proxy_cookie_path ~*% /; }',
    'location / { proxy_cookie_domain ~% a; }',
    'location / { proxy_cookie_flags ~% secure; }',
    'valid_referers ~%;',
    'fastcgi_split_path_info %;',
    'gzip_disable %;',
  ])('reads an expression: %s', async (line) => {
    expect(refuses(line.replace('%', '(a)(b'))).toMatch(/^pcre2?_compile/);
    expect(refuses(line.replace('%', '(a)(b)'))).toBe('test is successful');
  });
});
