// Gitea with SQLite in Go, so that no C compiler is needed: the driver stands in under the name that Gitea asks for.
package main

import (
	"database/sql"
	"database/sql/driver"
	"os"
	"strings"

	"code.gitea.io/gitea/cmd"
	"code.gitea.io/gitea/modules/log"
	"code.gitea.io/gitea/modules/setting"
	"modernc.org/sqlite"

	_ "code.gitea.io/gitea/modules/markup/markdown"
)

type database struct{ sqlite.Driver }

// Open leaves out the parameters that only the usual driver knows.
func (d *database) Open(name string) (driver.Conn, error) {
	file, _, _ := strings.Cut(name, "?")
	return d.Driver.Open(file + "?_pragma=busy_timeout(60000)&_pragma=journal_mode(wal)&_pragma=synchronous(off)&_txlock=immediate")
}

func main() {
	sql.Register("sqlite3", &database{})
	setting.EnableSQLite3 = true
	setting.SupportedDatabaseTypes = append(setting.SupportedDatabaseTypes, "sqlite3")
	setting.AppVer = "1.24.6"
	app := cmd.NewMainApp(cmd.AppVersion{Version: setting.AppVer})
	err := cmd.RunMainApp(app, os.Args...)
	log.GetManager().Close()
	if err != nil {
		os.Exit(1)
	}
}
