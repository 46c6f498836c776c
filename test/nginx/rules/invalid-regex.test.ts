import { expect, test } from 'vitest';
import { checkNginx } from '../../harness.ts';
import { describeNginx, nginxSays } from '../nginx-t.ts';

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

const refuses = (text: string) => /pcre2?_compile\(\) failed|test is successful/.exec(nginxSays(`server { ${text} } }`))?.[0];

describeNginx('nginx -t', () => {
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
