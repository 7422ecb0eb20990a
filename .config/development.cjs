/** Where Excel finds the add-in that is being worked on, as manifest.xml says it; a build can be for another address. */
module.exports = { DEVELOPMENT_URL: "https://localhost:3000/" };
