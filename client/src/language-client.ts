import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { MessageTransports } from 'vscode-languageclient/browser';

// Built as dist/language-client.cjs for both extension hosts: what they share is most of it, what is asked for is run.

export async function processClient(module: string, options: LanguageClientOptions): Promise<BaseLanguageClient> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  return new LanguageClient('keepalint', 'keepalint', { module, transport: TransportKind.ipc }, options);
}

export async function workerClient(start: () => Promise<object>, options: LanguageClientOptions): Promise<BaseLanguageClient> {
  const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import('vscode-languageclient/browser');
  // A worker of an extension host is no instance of what it calls `Worker`, so the client would not know it.
  const connect = async (): Promise<MessageTransports> => {
    const worker = (await start()) as ConstructorParameters<typeof BrowserMessageReader>[0];
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient('keepalint', 'keepalint', connect, options);
}
