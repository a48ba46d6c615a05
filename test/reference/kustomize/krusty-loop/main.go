// Command krusty-loop builds every kustomization directory named on standard input, in one process, with the library
// behind `kustomize build`, and prints one JSON line for each: the judge of Plumbline's own build, and its yardstick.
//
// A line is {"dir","ms","objects"} or {"dir","ms","error"}; the objects are what a cluster's client reads from the text
// that `kustomize build` prints, in its order. Nothing is fetched and no program is started.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"time"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

type result struct {
	Dir     string            `json:"dir"`
	Ms      float64           `json:"ms"`
	Objects []json.RawMessage `json:"objects,omitempty"`
	Error   string            `json:"error,omitempty"`
}

type offline struct{}

func (offline) RoundTrip(request *http.Request) (*http.Response, error) {
	return nil, errors.New("krusty-loop is offline: " + request.URL.Host)
}

func main() {
	anywhere := flag.Bool("load-restrictions-none", false, "let files stand outside the kustomization's directory")
	timesOnly := flag.Bool("times", false, "leave the objects out of the lines")
	flag.Parse()
	http.DefaultTransport = offline{}
	os.Setenv("PATH", "") // git is what fetches remote bases.

	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified
	if *anywhere {
		options.LoadRestrictions = types.LoadRestrictionsNone
	}
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		built := build(options, lines.Text(), !*timesOnly)
		if err := encoder.Encode(built); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func build(options *krusty.Options, dir string, withObjects bool) (built result) {
	built.Dir = dir
	start := time.Now()
	defer func() {
		if panicked := recover(); panicked != nil {
			built.Objects, built.Error = nil, fmt.Sprintf("panic: %v", panicked)
		}
		if built.Ms == 0 {
			built.Ms = since(start)
		}
	}()
	resources, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		built.Error = err.Error()
		return
	}
	texts := make([][]byte, 0, resources.Size())
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			built.Error = err.Error()
			return
		}
		texts = append(texts, text)
	}
	built.Ms = since(start)
	if !withObjects {
		return
	}
	built.Objects = make([]json.RawMessage, 0, len(texts))
	for _, text := range texts {
		object, err := yaml.YAMLToJSON(text)
		if err != nil {
			built.Objects, built.Error = nil, "its own output is not YAML: "+err.Error()
			return
		}
		built.Objects = append(built.Objects, object)
	}
	return
}

func since(start time.Time) float64 {
	return float64(time.Since(start).Microseconds()) / 1000
}
