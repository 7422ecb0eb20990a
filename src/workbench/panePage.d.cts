export function withBridge(html: string): string;
export function withConnection(html: string, origin: string): string;
