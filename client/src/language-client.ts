import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';

/** The client of a server that runs as a process. */
export const newClient = (module: string, options: LanguageClientOptions): LanguageClient =>
  new LanguageClient('keepalint', 'keepalint', { module, transport: TransportKind.ipc }, options);
