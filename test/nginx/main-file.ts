/** A main file that runs in one process, in the foreground, in its own folder, as any user. */
export const mainFile = (http: string): string => `daemon off;
master_process off;
pid nginx.pid;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path client_temp;
    proxy_temp_path proxy_temp;
    fastcgi_temp_path fastcgi_temp;
    uwsgi_temp_path uwsgi_temp;
    scgi_temp_path scgi_temp;
    server_names_hash_bucket_size 128;
${http}
}
`;
