const { sourceModule } = require("./sourceModule.cjs");

/** What has the pane's page take its market from a gateway, and be allowed to ask nobody else. */
function askingGateway(address) {
  const { addressRule, cleanAddress } = sourceModule("src/data/address.ts");
  const rule = addressRule(address);
  if (rule !== undefined) throw new Error(`gateway ${rule}, got ${address}`);
  const gateway = cleanAddress(address);
  return (html) =>
    html
      .toString()
      .replace('name="gateway" content=""', `name="gateway" content="${gateway}"`)
      .replace(/connect-src [^;]*/, `connect-src 'self' ${new URL(gateway).origin}`);
}

module.exports = { askingGateway };
