// Porcupine on the histories that it publishes: `porcupine N FILE...` judges each file N times and prints, for each, 1 or
// 0 for whether it is linearizable, and the mean of the milliseconds that all threads of the program ran for it.
//
// Porcupine (https://github.com/anishathalye/porcupine) is the checker; its models and its readers are not part of its
// module, so these here are our own.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	checker "github.com/anishathalye/porcupine"
)

func main() {
	if len(os.Args) < 3 {
		fail("porcupine N FILE...")
	}
	times, err := strconv.Atoi(os.Args[1])
	if err != nil || times < 1 {
		fail("how often? a number from 1 on")
	}
	for _, path := range os.Args[2:] {
		model, events := read(path)
		holds := 0
		before := ran()
		for n := 0; n < times; n++ {
			if checker.CheckEvents(model, events) {
				holds = 1
			}
		}
		ms := (ran() - before).Seconds() * 1e3 / float64(times)
		fmt.Println(holds, ms)
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}

// ran is how long the program's threads had a processor.
func ran() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err.Error())
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// read finds out the format by the first letter: a map of Clojure's, or a line of a log.
func read(path string) (checker.Model, []checker.Event) {
	file, err := os.Open(path)
	if err != nil {
		fail(err.Error())
	}
	defer file.Close()
	var history history
	model := register()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "{") {
			model = texts()
			history.text(line)
		} else if line != "" {
			history.cell(line)
		}
	}
	if err := lines.Err(); err != nil {
		fail(path + ": " + err.Error())
	}
	return model, history.whole()
}

// history pairs calls with their ends.
type history struct {
	events []checker.Event
	next   int
	open   map[int]int
	order  []int
}

func (h *history) call(process int, input interface{}) {
	if h.open == nil {
		h.open = map[int]int{}
	}
	h.open[process] = h.next
	h.order = append(h.order, process)
	h.events = append(h.events, checker.Event{ClientId: process, Kind: checker.CallEvent, Value: input, Id: h.next})
	h.next++
}

func (h *history) end(process int, output interface{}) {
	id, known := h.open[process]
	if !known {
		fail("an end without a call")
	}
	delete(h.open, process)
	h.events = append(h.events, checker.Event{ClientId: process, Kind: checker.ReturnEvent, Value: output, Id: id})
}

// whole lets what was not answered return after everything else, with any answer.
func (h *history) whole() []checker.Event {
	for _, process := range h.order {
		if _, open := h.open[process]; open {
			h.end(process, nil)
		}
	}
	return h.events
}
