// Reads the settings that kubectl-ai or kagent would be given, connects as it does, with the library that it uses, lists
// the tools, and calls two.
//
//	clients kubectl-ai|kagent SETTINGS TITLE
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	old "github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	oldmcp "github.com/mark3labs/mcp-go/mcp"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"gopkg.in/yaml.v3"
)

// Servers is kubectl-ai's mcp.yaml.
type Servers struct {
	Servers []struct {
		URL  string
		Auth struct{ Type, Token string }
	}
}

// Object is what of kagent's objects matters here.
type Object struct {
	Kind       string
	Metadata   struct{ Name string }
	StringData map[string]string `yaml:"stringData"`
	Spec       struct {
		URL         string
		HeadersFrom []struct {
			Name      string
			ValueFrom struct{ Type, Name, Key string } `yaml:"valueFrom"`
		} `yaml:"headersFrom"`
	}
}

func main() {
	use := map[string]func(context.Context, string, string) error{"kubectl-ai": kubectlAI, "kagent": kagent}[os.Args[1]]
	settings, err := os.ReadFile(os.Args[2])
	if err == nil {
		err = use(context.Background(), string(settings), os.Args[3])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func kubectlAI(ctx context.Context, settings, title string) error {
	var given Servers
	if err := yaml.Unmarshal([]byte(settings), &given); err != nil {
		return err
	}
	server := given.Servers[0]
	if server.Auth.Type != "bearer" {
		return fmt.Errorf("auth is %q", server.Auth.Type)
	}
	headers := map[string]string{"Authorization": "Bearer " + server.Auth.Token}
	client, err := old.NewStreamableHttpClient(server.URL, transport.WithHTTPHeaders(headers))
	if err != nil {
		return err
	}
	defer client.Close()
	hello := oldmcp.InitializeRequest{}
	hello.Params.ProtocolVersion = oldmcp.LATEST_PROTOCOL_VERSION
	hello.Params.ClientInfo = oldmcp.Implementation{Name: "kubectl-ai-mcp-client", Version: "1"}
	greeted, err := client.Initialize(ctx, hello)
	if err != nil {
		return err
	}
	listed, err := client.ListTools(ctx, oldmcp.ListToolsRequest{})
	if err != nil {
		return err
	}
	fmt.Printf("mcp-go, revision %s: %d tools\n", greeted.ProtocolVersion, len(listed.Tools))
	return both(title, func(name string, arguments map[string]any) (bool, error) {
		call := oldmcp.CallToolRequest{Params: oldmcp.CallToolParams{Name: name, Arguments: arguments}}
		result, err := client.CallTool(ctx, call)
		return err == nil && result.IsError, err
	})
}

// fixed sets the same headers on every request.
type fixed map[string]string

func (headers fixed) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	return http.DefaultTransport.RoundTrip(request)
}

func kagent(ctx context.Context, settings, title string) error {
	var secret, server Object
	for _, document := range strings.Split(settings, "\n---\n") {
		var object Object
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			return err
		}
		switch object.Kind {
		case "Secret":
			secret = object
		case "RemoteMCPServer":
			server = object
		}
	}
	headers := fixed{}
	for _, header := range server.Spec.HeadersFrom {
		if header.ValueFrom.Type != "Secret" || header.ValueFrom.Name != secret.Metadata.Name {
			return fmt.Errorf("%s comes from %v, and the Secret is %s", header.Name, header.ValueFrom, secret.Metadata.Name)
		}
		headers[header.Name] = secret.StringData[header.ValueFrom.Key]
	}
	way := &mcp.StreamableClientTransport{Endpoint: server.Spec.URL, HTTPClient: &http.Client{Transport: headers}}
	client := mcp.NewClient(&mcp.Implementation{Name: "kagent-controller", Version: "1"}, nil)
	session, err := client.Connect(ctx, way, nil)
	if err != nil {
		return err
	}
	defer session.Close()
	listed, err := session.ListTools(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Printf("go-sdk, revision %s: %d tools\n", session.InitializeResult().ProtocolVersion, len(listed.Tools))
	return both(title, func(name string, arguments map[string]any) (bool, error) {
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: arguments})
		return err == nil && result.IsError, err
	})
}

// both calls a tool that works and one that does not.
func both(title string, call func(string, map[string]any) (bool, error)) error {
	if isError, err := call("add_task", map[string]any{"title": title}); err != nil || isError {
		return fmt.Errorf("add_task: %v, %w", isError, err)
	}
	if isError, err := call("complete_task", map[string]any{"task_id": 999_999}); err != nil || !isError {
		return fmt.Errorf("complete_task of no task: %v, %w", isError, err)
	}
	return nil
}
