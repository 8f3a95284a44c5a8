// The file that VS Code's client forks; everything else starts the server through the command.

import { runLanguageServer } from "./stdio.js";

runLanguageServer();
